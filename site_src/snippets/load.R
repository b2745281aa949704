read <- function(table, types) {
  read.csv(paste0(table, ".csv"), colClasses = types, na.strings = "", encoding = "UTF-8")
}

targets <- read("targets", c(period_start = "Date", period_end = "Date", value = "numeric",
                             value_upper = "numeric", baseline = "numeric"))
assessments <- read("assessments", c(as_of = "Date", share_done = "numeric", pace = "numeric"))

counted <- subset(assessments, is.na(restates) & is.na(superseded_by),
                  c("target_id", "progress_status"))
targets <- merge(targets, counted, by = "target_id")
counts <- table(year = format(targets$period_end, "%Y"), status = targets$progress_status)
print(counts)
