SELECT dimension_id, count(*) AS figures
FROM observations JOIN observation_breakdowns USING (breakdown)
GROUP BY dimension_id ORDER BY dimension_id;
