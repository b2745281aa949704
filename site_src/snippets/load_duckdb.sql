CREATE TABLE targets AS FROM read_csv('targets.csv', header = true,
  types = {'period_start': 'DATE', 'period_end': 'DATE', 'value': 'DECIMAL(18, 4)',
           'value_upper': 'DECIMAL(18, 4)', 'baseline': 'DECIMAL(18, 4)'});

CREATE TABLE assessments AS FROM read_csv('assessments.csv', header = true,
  types = {'as_of': 'DATE', 'share_done': 'DECIMAL(9, 2)', 'pace': 'DECIMAL(9, 4)'});

SELECT year(period_end) AS year, progress_status, count(*) AS targets
FROM targets JOIN assessments USING (target_id)
WHERE assessments.restates IS NULL AND assessments.superseded_by IS NULL
GROUP BY ALL ORDER BY ALL;
