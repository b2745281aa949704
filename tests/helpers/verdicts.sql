-- The verdicts once more, in SQL for DuckDB: written from what rules.json and its page say, and from nothing else.
--
-- The tables of rules.json are macros here, made of the file by `sql_rules.py`: `t_<table>(inputs…)`, or
-- `t_<table>__<field>` where what follows has several fields. An input that is a number is given as numerator and
-- denominator. `certainty(status)` is the file's. Inputs are found below, from the tables `targets`, `planned` and
-- `observations`, in which the numbers of a case are multiplied until all are whole, so that nothing is rounded.

-- Step "known": issued by the day of the assessment, and of no later day. Beside each figure its day (table day).
CREATE TABLE known AS
SELECT o.*, t.date AS today, t.measure, t.attainment,
       least(o.as_of, o.period_end) AS last_day,
       CASE t_day(t.measure) WHEN 'as_of' THEN o.as_of ELSE least(o.as_of, o.period_end) END AS day,
       CASE t_day(t.measure) WHEN 'as_of' THEN o.as_of ELSE o.period_end END AS ends,
       certainty(o.obs_status) AS sure,
       {'issued': o.issued, 'quoted': o.quoted, 'id': o.observation_id} AS issue
FROM observations o JOIN targets t USING (case_id)
WHERE o.as_of <= t.date AND o.issued <= t.date;

-- Step "same": of several statements of one thing the greatest by the order same.
CREATE TABLE stated AS
SELECT *, first_value(observation_id) OVER same AS counted_id
FROM known
WHERE value IS NOT NULL
WINDOW same AS (
    PARTITION BY case_id, area_id, breakdown, unit_id, day,
        CASE WHEN t_day(measure) = 'as_of' THEN NULL ELSE period_start END,
        CASE WHEN t_day(measure) = 'as_of' THEN NULL ELSE period_end END
    ORDER BY sure DESC, as_of DESC, issue DESC
);

CREATE TABLE others AS
SELECT s.case_id, s.observation_id, s.counted_id,
       t_beside(
           forecast_only := s.obs_status = 'F' AND c.obs_status <> 'F',
           other_definition := c.obs_status NOT IN ('D', 'W') AND s.obs_status IN ('D', 'W'),
           earlier := {'as_of': s.as_of, 'issue': s.issue} < {'as_of': c.as_of, 'issue': c.issue},
           printed_earlier := s.dated AND c.dated AND s.issued < c.issued,
           as_of_earlier := s.as_of < c.as_of
       ) AS how
FROM stated s JOIN known c ON c.case_id = s.case_id AND c.observation_id = s.counted_id
WHERE s.observation_id <> s.counted_id;

-- Steps "concerns" and "comparable". `recency` and `by_end` are those orders.
CREATE TABLE on_record AS
WITH counted AS (
    SELECT * EXCLUDE (counted_id) FROM stated WHERE observation_id = counted_id
    UNION ALL
    SELECT * FROM known WHERE value IS NULL
)
SELECT o.*,
       {'ends': o.ends, 'as_of': o.as_of, 'sure': o.sure, 'issue': o.issue} AS recency,
       date_diff('day', o.period_start, o.period_end) + 1 AS days,
       t_comparable(
           same_scope := o.area_id = t.area_id AND o.breakdown = '',
           number := o.value IS NOT NULL,
           same_unit := o.unit_id = t.unit_id,
           measure := t.measure,
           day_inside := o.day BETWEEN t.period_start AND t.period_end,
           attainment := t.attainment,
           period_inside := o.period_start >= t.period_start AND o.period_end <= t.period_end
               AND o.as_of >= t.period_start,
           same_definition := o.obs_status NOT IN ('D', 'W'),
           forecast := o.obs_status = 'F'
       ) AS reason
FROM counted o JOIN targets t USING (case_id)
WHERE t_concerns(
    overlapping := o.period_start <= t.period_end AND t.period_start <= o.period_end,
    measure := t.measure,
    day_inside := o.as_of BETWEEN t.period_start AND t.period_end,
    number := o.value IS NOT NULL,
    same_scope := o.area_id = t.area_id AND o.breakdown = ''
);

CREATE TABLE comparable AS
SELECT *,
       {
           'last_day': last_day, 'within_a_year': days <= 366,
           'length': CASE WHEN days <= 366 THEN days ELSE -days END, 'recency': recency
       } AS by_end
FROM on_record WHERE reason = '';

-- Step "row": the figures of which rows are made, each set by itself. `sets` says for what it is asked.
CREATE TABLE latest AS  -- step "periods": for each period the greatest by recency
SELECT *, row_number() OVER (PARTITION BY case_id, period_start, period_end ORDER BY recency DESC) AS place
FROM comparable
WHERE measure IN ('rate', 'limit') AND attainment = 'throughout'
QUALIFY place = 1;

CREATE TABLE items AS
WITH sets AS (
    SELECT 'result' AS asked, NULL::DATE AS planned_day, c.case_id, c.observation_id, c.period_start, c.period_end,
           c.as_of, c.last_day, c.sure, c.issue, c.value
    FROM comparable c WHERE c.measure IN ('flow', 'budget')
    UNION ALL
    SELECT 'parts', NULL, l.case_id, l.observation_id, l.period_start, l.period_end, l.as_of, l.last_day, l.sure, l.issue,
           l.value
    FROM latest l JOIN targets t USING (case_id)
    WHERE (l.period_start, l.period_end) <> (t.period_start, t.period_end)
    UNION ALL
    SELECT 'all', NULL, c.case_id, c.observation_id, c.period_start, c.period_end, c.as_of, c.last_day, c.sure, c.issue,
           c.value
    FROM comparable c WHERE c.measure IN ('rate', 'limit') AND c.attainment = 'throughout'
    UNION ALL
    -- Step "planned": the period is cut off at the day to which the figure counts.
    SELECT 'planned', p.date, c.case_id, c.observation_id, c.period_start, c.day, c.as_of,
           least(c.as_of, c.day), c.sure, c.issue, c.value
    FROM comparable c JOIN planned p USING (case_id)
    WHERE c.measure IN ('flow', 'budget') AND c.day <= p.date
)
SELECT s.*, t.period_start AS first_day,
       row_number() OVER (
           PARTITION BY s.asked, s.planned_day, s.case_id ORDER BY s.period_start, s.observation_id
       ) AS turn
FROM sets s JOIN targets t USING (case_id);

-- From the front, figure by figure: `reached` has the greatest row that is complete on the day before each day.
CREATE TABLE rows_of_figures AS
WITH RECURSIVE made AS (
    SELECT DISTINCT asked, planned_day, case_id, 0::BIGINT AS turn,
           [{'day': first_day, 'made': NULL::STRUCT(
               ends DATE, last_day DATE, sure INTEGER, as_of DATE, fewest INTEGER,
               issues STRUCT(issued DATE, quoted BOOLEAN, id VARCHAR)[], value HUGEINT, parts VARCHAR[]
           )}] AS reached,
           NULL::STRUCT(
               ends DATE, last_day DATE, sure INTEGER, as_of DATE, fewest INTEGER,
               issues STRUCT(issued DATE, quoted BOOLEAN, id VARCHAR)[], value HUGEINT, parts VARCHAR[]
           ) AS best
    FROM items
    UNION ALL
    SELECT asked, planned_day, case_id, turn,
           CASE WHEN longer IS NULL OR as_of < period_end OR old['made'] > longer THEN reached
                ELSE list_append(list_filter(reached, lambda e: e.day <> after), {'day': after, 'made': longer})
           END,
           CASE WHEN longer IS NULL OR best > longer THEN best ELSE longer END
    FROM (
        SELECT *, list_filter(reached, lambda e: e.day = after)[1] AS old FROM (
            SELECT m.asked, m.planned_day, m.case_id, i.turn, m.reached, m.best, i.as_of, i.period_end,
                   (i.period_end + 1)::DATE AS after,
                   list_filter(m.reached, lambda e: e.day = i.period_start)[1] AS before,
                   CASE
                       WHEN before IS NULL THEN NULL
                       WHEN before['made'] IS NULL THEN {
                           'ends': i.period_end, 'last_day': i.last_day, 'sure': i.sure, 'as_of': i.as_of, 'fewest': -1,
                           'issues': [i.issue], 'value': i.value, 'parts': [i.observation_id]
                       }
                       ELSE {
                           'ends': i.period_end, 'last_day': i.last_day, 'sure': least(before['made']['sure'], i.sure),
                           'as_of': i.as_of, 'fewest': before['made']['fewest'] - 1,
                           'issues': list_prepend(i.issue, before['made']['issues']), 'value': before['made']['value'] + i.value,
                           'parts': list_append(before['made']['parts'], i.observation_id)
                       }
                   END AS longer
            FROM made m
            JOIN items i ON i.case_id = m.case_id AND i.asked = m.asked
                AND i.planned_day IS NOT DISTINCT FROM m.planned_day AND i.turn = m.turn + 1
        )
    )
)
SELECT asked, planned_day, case_id, arg_max(best, turn) AS made FROM made GROUP BY ALL;

-- Step "periods".
CREATE TABLE periods AS
WITH asked AS (
    SELECT t.case_id, w.observation_id AS whole_id,
           t_periods(
               parts_cover := coalesce(p.made.ends = t.period_end AND p.made.as_of >= t.period_end, false),
               parts_more_certain := coalesce(p.made.sure > w.sure, false),
               whole_complete := coalesce(w.as_of >= t.period_end, false),
               all_cover := coalesce(a.made.ends = t.period_end AND a.made.as_of >= t.period_end, false)
           ) AS deciding,
           p.made.parts[-1] AS last_part
    FROM targets t
    LEFT JOIN rows_of_figures p ON p.case_id = t.case_id AND p.asked = 'parts'
    LEFT JOIN rows_of_figures a ON a.case_id = t.case_id AND a.asked = 'all'
    LEFT JOIN latest w ON w.case_id = t.case_id AND (w.period_start, w.period_end) = (t.period_start, t.period_end)
    WHERE t.case_id IN (SELECT case_id FROM latest)
)
SELECT a.case_id, a.deciding, l.observation_id, l.recency, l.value, l.qualifier, l.bound,
       l.observation_id = a.whole_id AS is_whole, a.last_part
FROM asked a JOIN latest l USING (case_id);

-- Step "result": the ids of the figures that are held against the target.
CREATE TABLE results AS
SELECT case_id, made.parts AS parts FROM rows_of_figures WHERE asked = 'result' AND made IS NOT NULL
UNION ALL
SELECT case_id, [CASE any_value(deciding)
    WHEN 'whole' THEN any_value(observation_id) FILTER (is_whole)
    WHEN 'parts' THEN any_value(last_part)
    ELSE arg_max(observation_id, recency) END]
FROM periods GROUP BY case_id
UNION ALL
SELECT case_id, [CASE WHEN any_value(attainment) = 'by_end' THEN arg_max(observation_id, by_end)
    ELSE arg_max(observation_id, recency) END]
FROM comparable
WHERE measure = 'stock' OR (measure IN ('rate', 'limit') AND attainment = 'by_end')
GROUP BY case_id;

-- Step "qualifier": what is to be known of several figures as one.
CREATE MACRO together(sides) AS CASE
    WHEN len(list_distinct(list_filter(sides, lambda s: s <> 'exact'))) > 1 THEN 'about'
    ELSE coalesce(list_filter(sides, lambda s: s <> 'exact')[1], 'exact') END;

CREATE TABLE compared AS
WITH parts AS (SELECT case_id, parts, unnest(parts) AS observation_id FROM results)
SELECT p.case_id, any_value(p.parts) AS parts, sum(k.value)::HUGEINT AS value,
       together(list(k.qualifier) || CASE WHEN count(*) > 1 AND bool_or(k.range) THEN ['over'] ELSE [] END) AS qualifier,
       together(list(k.bound)) AS bound, max(k.day) AS day, max(k.as_of) AS as_of, bool_and(k.sure = 3) AS certain
FROM parts p JOIN known k USING (case_id, observation_id)
GROUP BY p.case_id;

-- Steps "rule", "gone" and "due".
CREATE MACRO gone(period_start, period_end, day) AS (
    WITH clamped AS (
        SELECT least(greatest(day, (period_start - 1)::DATE), period_end) AS on_day, (period_end + 1)::DATE AS after_all
    ), of_time AS (
        SELECT *, (on_day + 1)::DATE AS after,
               day(period_start) = 1 AND day(after_all) = 1 AS in_months FROM clamped
    )
    SELECT CASE WHEN in_months THEN {
        'n': ((year(after) - year(period_start)) * 12 + month(after) - month(period_start)) * day(last_day(after))
            + day(after) - 1,
        'd': ((year(after_all) - year(period_start)) * 12 + month(after_all) - month(period_start)) * day(last_day(after))
    } ELSE {
        'n': date_diff('day', period_start, after), 'd': date_diff('day', period_start, after_all)
    } END FROM of_time
);

CREATE TABLE asked AS
WITH ruled AS (
    SELECT t.*,
           t_rule(
               attainment := t.attainment, measure := t.measure, comparator := t.comparator,
               comes_down := coalesce(t.baseline > coalesce(t.value_upper, t.value), false), ascending := t.ascending
           ) AS rule,
           t_way(
               start := CASE WHEN t.baseline IS NULL THEN 'unknown' WHEN t.baseline < t.value THEN 'below'
                   WHEN t.baseline = t.value THEN 'at' ELSE 'above' END,
               upper_end := t.value_upper IS NOT NULL, comparator := t.comparator
           ) AS way,
           t.value > 0 AS above_zero,
           t_wanted(comparator := t.comparator, measure := t.measure, ascending := t.ascending) AS wanted
    FROM targets t
), told AS (
    SELECT *, t_told(rule := rule, above_zero := above_zero, way := way) AS told,
           CASE WHEN rule = 'stock' THEN baseline ELSE 0 END AS start
    FROM ruled
)
SELECT *,
       CASE WHEN told = 'nothing' THEN wanted WHEN value < start THEN 'low' ELSE 'high' END AS side,
       CASE WHEN told = 'nothing' AND wanted = 'low' THEN coalesce(value_upper, value) ELSE value END AS number
FROM told;

CREATE MACRO beside_number(value, number, side) AS CASE
    WHEN value = number THEN 'at' WHEN (value > number) = (side = 'high') THEN 'beyond' ELSE 'short' END;

CREATE TABLE points AS
SELECT case_id, {'n': 0, 'd': 1} AS gone, 0::HUGEINT AS way FROM asked
UNION ALL
SELECT p.case_id, gone(a.period_start, a.period_end, p.date), p.value - a.start FROM planned p JOIN asked a USING (case_id)
WHERE a.told <> 'nothing'
UNION ALL
SELECT case_id, {'n': 1, 'd': 1}, value - start FROM asked WHERE told <> 'nothing';

CREATE TABLE legs AS
WITH ordered AS (
    SELECT *, row_number() OVER (PARTITION BY case_id ORDER BY gone.n::DOUBLE / gone.d, place) AS turn
    FROM (SELECT *, CASE WHEN gone.n = 0 THEN 0 WHEN gone.n = gone.d AND gone.d = 1 THEN 2 ELSE 1 END AS place FROM points)
)
SELECT b.case_id, b.turn, a.gone AS gone0, a.way AS way0, b.gone AS gone1, b.way AS way1
FROM ordered a JOIN ordered b ON b.case_id = a.case_id AND b.turn = a.turn + 1;

-- All shares are of `way_all`: share_done is done / way_all, share_due is due_n / (due_d * way_all).
CREATE TABLE paced AS
WITH gone_by AS (
    SELECT a.*, c.parts, c.value AS result, c.qualifier, c.bound, c.day, c.as_of, c.certain,
           gone(a.period_start, a.period_end, c.day) AS gone
    FROM asked a JOIN compared c USING (case_id)
    WHERE a.told <> 'nothing'
), on_leg AS (
    SELECT g.*, l.gone0, l.gone1, l.way0, l.way1,
           row_number() OVER (PARTITION BY g.case_id ORDER BY l.turn) AS leg
    FROM gone_by g JOIN legs l ON l.case_id = g.case_id
        AND g.gone.n::HUGEINT * l.gone1.d <= l.gone1.n::HUGEINT * g.gone.d
    QUALIFY leg = 1
), fraction AS (
    SELECT *, (gone.n::HUGEINT * gone0.d - gone0.n::HUGEINT * gone.d) * gone1.d AS a,
           (gone1.n::HUGEINT * gone0.d - gone0.n::HUGEINT * gone1.d) * gone.d AS b
    FROM on_leg
)
SELECT case_id, result - start AS done, value - start AS way_all, gone,
       way0 * b + (way1 - way0) * a AS due_n, b AS due_d
FROM fraction;

-- Steps "progress", "bound" and "half". `sign` turns a share that is counted downwards.
CREATE TABLE judged AS
WITH held AS (
    SELECT p.case_id, any_value(p.deciding) AS deciding,
           count(*) FILTER (NOT (p.deciding = 'parts' AND p.is_whole)) AS periods_reported,
           count(*) FILTER (enough AND NOT (p.deciding = 'parts' AND p.is_whole)) AS periods_met,
           bool_and(enough) FILTER (decides) AS enough,
           bool_or(open) FILTER (decides) AS any_open,
           bool_or(NOT enough AND NOT open) FILTER (decides) AS certainly_failed
    FROM (
        SELECT p.*, CASE p.deciding WHEN 'whole' THEN coalesce(p.is_whole, false)
                    WHEN 'parts' THEN NOT coalesce(p.is_whole, false) ELSE true END AS decides,
               t_enough(
                   place := beside_number(p.value, a.number, a.side), side := a.side, qualifier := p.qualifier,
                   comparator := a.comparator
               ) AS enough,
               t_bound(judged := CASE WHEN enough THEN 'achieved' ELSE 'missed' END, bound := p.bound, side := a.side)
                   AS open
        FROM (SELECT * REPLACE (coalesce(is_whole, false) AS is_whole) FROM periods) p JOIN asked a USING (case_id)
    ) p
    GROUP BY p.case_id
), facts AS (
    SELECT a.*, c.parts, c.value AS result, c.qualifier, c.bound, c.certain, c.as_of, h.periods_reported, h.periods_met,
           h.deciding, h.any_open, h.certainly_failed, p.done, p.way_all, p.due_n, p.due_d, p.gone,
           coalesce(h.enough, t_enough(
               place := beside_number(c.value, a.number, a.side), side := a.side, qualifier := c.qualifier,
               comparator := a.comparator
           )) AS enough,
           NOT t_enough(place := 'at', side := a.side, qualifier := c.qualifier, comparator := a.comparator) AS nearly,
           CASE WHEN h.deciding IS NULL THEN c.day >= a.period_end ELSE h.deciding <> 'so_far' END AS final,
           CASE WHEN p.way_all * p.due_d < 0 THEN -1 ELSE 1 END AS sign_due,
           CASE WHEN p.way_all * p.due_n < 0 THEN -1 ELSE 1 END AS sign_pace,
           sign(p.done) * sign(p.way_all) > 0 AS begun
    FROM asked a JOIN compared c USING (case_id)
    LEFT JOIN held h USING (case_id) LEFT JOIN paced p USING (case_id)
), paces AS (
    -- pace = (done / way_all) / (due_n / (due_d * way_all)) = done * due_d / due_n
    SELECT *, CASE WHEN due_n < 0 THEN -done * due_d ELSE done * due_d END AS pace_n, abs(due_n) AS pace_d FROM facts
), stood AS (
    SELECT *,
           t_progress__progress_status(
               rule := rule, above_zero := above_zero, final := final, enough := enough, measure := measure,
               certain := certain, way := way, anything_due := coalesce(due_n <> 0, true), begun := coalesce(begun, false),
               pace_n := nullif(pace_n, NULL), pace_d := nullif(pace_d, 0)
           ) AS by_number,
           t_progress__reason(
               rule := rule, above_zero := above_zero, final := final, enough := enough, measure := measure,
               certain := certain, way := way, anything_due := coalesce(due_n <> 0, true), begun := coalesce(begun, false),
               pace_n := pace_n, pace_d := nullif(pace_d, 0)
           ) AS why,
           coalesce(t_progress__rule(
               rule := rule, above_zero := above_zero, final := final, enough := enough, measure := measure,
               certain := certain, way := way, anything_due := coalesce(due_n <> 0, true), begun := coalesce(begun, false),
               pace_n := pace_n, pace_d := nullif(pace_d, 0)
           ), rule) AS ruled
    FROM paces
), opened AS (
    SELECT *, CASE WHEN deciding IS NULL THEN t_bound(judged := by_number, bound := bound, side := side)
                   ELSE t_periods_open(certainly_failed := certainly_failed, any_open := any_open) END AS open
    FROM stood
)
SELECT *,
       t_half_test(
           told := told, open := open, gone_n := gone.n, gone_d := gone.d,
           half := CASE WHEN 2 * abs(done) = abs(way_all) AND begun THEN 'at'
               WHEN 2 * abs(done) > abs(way_all) AND begun THEN 'beyond' ELSE 'short' END,
           nearly := nearly
       ) AS half_test
FROM opened;

-- Steps "break" and "superseded", and words beside an interim result.
CREATE TABLE across AS
SELECT j.case_id, bool_or(t_across_break(
    told := j.told,
    on_the_way := k.as_of > CASE WHEN j.ruled = 'stock' THEN least(j.period_start - 1, coalesce(j.baseline_end, j.period_start - 1))
        ELSE j.period_start - 1 END
        AND k.as_of <= l.as_of,
    rule := j.ruled,
    begins_later := k.period_start > j.period_start
)) AS across_break
FROM judged j
JOIN known l ON l.case_id = j.case_id AND l.observation_id = j.parts[-1]
JOIN known k ON k.case_id = j.case_id AND k.obs_status = 'B' AND k.area_id = j.area_id AND k.breakdown = ''
GROUP BY j.case_id;

CREATE TABLE worded AS
SELECT o.case_id, arg_max(o.observation_id, o.recency) AS in_words
FROM on_record o JOIN judged j USING (case_id)
WHERE o.reason = 'words' AND t_in_words(
    interim := NOT j.final,
    after_end := o.as_of >= j.period_end,
    whole_period := (o.period_start, o.period_end) = (j.period_start, j.period_end),
    measure := j.measure,
    attainment := j.attainment,
    ends_with_it := o.last_day = j.period_end
)
GROUP BY o.case_id;

CREATE TABLE turned AS
SELECT case_id, later_since AS since,
       t_turn(
           earlier_over := later_since > period_end, later_over := later_since > later_end, come := date >= later_since
       ) AS turn
FROM targets WHERE later_since IS NOT NULL;

-- Step "planned".
CREATE TABLE reached AS
WITH found AS (
    SELECT case_id, planned_day, made.parts AS parts FROM rows_of_figures WHERE asked = 'planned' AND made IS NOT NULL
    UNION ALL
    SELECT c.case_id, p.date, [CASE WHEN any_value(c.measure) = 'stock'
        THEN arg_max(c.observation_id, {'day': c.day, 'order': c.recency})
        ELSE arg_max(c.observation_id, {'day': c.day, 'order': c.by_end}) END]
    FROM comparable c JOIN planned p ON p.case_id = c.case_id AND c.day <= p.date
    WHERE c.measure NOT IN ('flow', 'budget')
    GROUP BY c.case_id, p.date
), figures AS (SELECT *, unnest(parts) AS observation_id FROM found)
, together_ AS (
    SELECT f.case_id, f.planned_day, any_value(f.parts) AS parts, sum(k.value)::HUGEINT AS value,
           together(list(k.qualifier) || CASE WHEN count(*) > 1 AND bool_or(k.range) THEN ['over'] ELSE [] END) AS qualifier,
           together(list(k.bound)) AS bound, max(k.day) AS day, bool_and(k.sure = 3) AS certain
    FROM figures f JOIN known k USING (case_id, observation_id)
    GROUP BY f.case_id, f.planned_day
), sided AS (
    SELECT p.case_id, p.date, p.value AS number, a.measure, a.comparator, a.rule, a.date AS today, f.* EXCLUDE (case_id),
           t_wanted_on_the_way(
               comparator := a.comparator, measure := a.measure,
               comes_down := coalesce(a.baseline > coalesce(a.value_upper, a.value), false),
               started := a.baseline IS NOT NULL, attainment := a.attainment, ascending := a.ascending
           ) AS side,
           coalesce(u.turn = 'done' AND u.since <= p.date, false) AS replaced
    FROM planned p JOIN asked a USING (case_id)
    LEFT JOIN together_ f ON f.case_id = p.case_id AND f.planned_day = p.date
    LEFT JOIN turned u ON u.case_id = p.case_id
), enough AS (
    SELECT *, coalesce(t_enough(
        place := beside_number(value, number, side), side := side, qualifier := qualifier, comparator := comparator
    ), false) AND parts IS NOT NULL AS enough FROM sided
)
SELECT case_id, date, CASE WHEN replaced THEN [] ELSE coalesce(parts, []) END AS parts,
       t_milestone(
           replaced := replaced, rule := rule,
           known := parts IS NOT NULL
               AND NOT t_bound(judged := CASE WHEN enough THEN 'achieved' ELSE 'missed' END, bound := bound, side := side),
           on_the_day := coalesce(day = date, false), enough := enough,
           low_count := measure IN ('flow', 'budget') AND side = 'low', certain := coalesce(certain, false),
           day_over := today > date
       ) AS reached
FROM enough;

-- What is told of each target.
CREATE TABLE verdicts AS
WITH record AS (
    SELECT case_id, count(*) AS things, bool_or(o.area_id = t.area_id) AS in_area,
           arg_max(observation_id, recency) FILTER (o.area_id = t.area_id) AS latest_id,
           arg_max(reason, recency) FILTER (o.area_id = t.area_id) AS latest
    FROM on_record o JOIN targets t USING (case_id) GROUP BY case_id
), put AS (
    SELECT t.case_id, j.* EXCLUDE (case_id), u.turn, t.date > t.period_end AS due,
           j.case_id IS NOT NULL AS result_there, coalesce(r.things, 0) > 0 AS on_record,
           coalesce(r.in_area, false) AS in_area, coalesce(r.latest, '') AS latest, r.latest_id
    FROM targets t LEFT JOIN judged j USING (case_id) LEFT JOIN record r USING (case_id) LEFT JOIN turned u USING (case_id)
)
SELECT p.case_id,
       t_answer__reporting_status(
           result := result_there, final := coalesce(final, false), on_record := on_record, due := due, in_area := in_area,
           latest := latest
       ) AS reporting_status,
       CASE WHEN turn = 'done' OR NOT result_there OR open THEN 'cannot_assess' ELSE by_number END AS progress_status,
       CASE WHEN turn = 'done' OR NOT result_there THEN 'none' ELSE ruled END AS rule,
       CASE WHEN turn = 'done' THEN 'superseded'
            WHEN NOT result_there THEN t_answer__reason(
                result := result_there, final := coalesce(final, false), on_record := on_record, due := due,
                in_area := in_area, latest := latest
            )
            WHEN open THEN 'bound' ELSE why END AS reason,
       CASE WHEN told <> 'nothing' AND turn IS DISTINCT FROM 'done' THEN 100 * done::DOUBLE / way_all::DOUBLE END AS share_done,
       CASE WHEN told <> 'nothing' AND turn IS DISTINCT FROM 'done'
            THEN 100 * due_n::DOUBLE / (due_d::DOUBLE * way_all::DOUBLE) END AS share_due,
       CASE WHEN told = 'pace' AND due_n <> 0 AND turn IS DISTINCT FROM 'done' THEN pace_n::DOUBLE / pace_d::DOUBLE END AS pace,
       CASE WHEN turn = 'done' OR NOT result_there THEN '' ELSE half_test END AS half_test,
       coalesce(parts, CASE WHEN latest_id IS NULL THEN [] ELSE [latest_id] END) AS parts,
       CASE WHEN turn IS DISTINCT FROM 'done' THEN periods_met END AS periods_met,
       CASE WHEN turn IS DISTINCT FROM 'done' THEN periods_reported END AS periods_reported,
       coalesce(a.across_break AND turn IS DISTINCT FROM 'done', false) AS across_break,
       CASE WHEN turn IS DISTINCT FROM 'done' THEN w.in_words END AS in_words,
       turn
FROM put p LEFT JOIN across a USING (case_id) LEFT JOIN worded w USING (case_id);

-- Step "deliverables".
CREATE TABLE heard AS
SELECT r.*, d.date AS today, d.due, {'issued': r.issued, 'quoted': false, 'id': r.report_id} AS issue
FROM reports r JOIN deliverables d USING (case_id)
WHERE r.as_of <= d.date AND r.issued <= d.date;

CREATE TABLE days AS
WITH named AS (
    SELECT *, row_number() OVER (PARTITION BY case_id ORDER BY issue) AS turn,
           coalesce(lag(new_due) OVER (PARTITION BY case_id ORDER BY issue), due) AS before
    FROM heard WHERE new_due IS NOT NULL
)
SELECT *, t_move(
    dated := before IS NOT NULL,
    new_day := CASE WHEN before IS NULL OR new_due = before THEN 'at' WHEN new_due > before THEN 'beyond' ELSE 'short' END
) AS move
FROM named;

CREATE TABLE done AS
WITH latest AS (
    SELECT case_id, arg_max(state, {'as_of': as_of, 'issue': issue}) AS state,
           arg_max(report_id, {'as_of': as_of, 'issue': issue}) AS report_id
    FROM heard GROUP BY case_id
), dated AS (
    SELECT case_id, arg_min(new_due, turn) AS first_day, arg_max(new_due, turn) AS last_day,
           count(*) FILTER (move = 'later') AS times_put_off, list(move ORDER BY turn) AS moves
    FROM days GROUP BY case_id
), put AS (
    SELECT d.case_id, d.date, coalesce(l.state, 'planned') AS state, l.report_id, coalesce(d.due, n.first_day) AS promised,
           coalesce(n.last_day, d.due) AS current_due, coalesce(n.times_put_off, 0) AS times_put_off,
           coalesce(n.moves, []) AS moves
    FROM deliverables d LEFT JOIN latest l USING (case_id) LEFT JOIN dated n USING (case_id)
)
SELECT *,
       t_overdue(dated := promised IS NOT NULL, day_over := coalesce(date > promised, false), state := state) AS overdue,
       t_overdue(dated := current_due IS NOT NULL, day_over := coalesce(date > current_due, false), state := state)
           AS current_overdue
FROM put;
