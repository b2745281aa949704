CREATE TABLE observations AS FROM read_csv('@address@observations.csv', header = true, sample_size = -1);
