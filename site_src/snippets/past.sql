SELECT count(*) FROM observations_vintages
WHERE known_since <= '2026-12-31' AND (withdrawn_on IS NULL OR withdrawn_on > '2026-12-31');
