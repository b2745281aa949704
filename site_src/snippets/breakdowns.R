read <- function(table) {
  read.csv(paste0(table, ".csv"), colClasses = "character", na.strings = "", encoding = "UTF-8")
}

values <- reshape(read("observation_breakdowns"), direction = "wide",
                  idvar = "breakdown", timevar = "dimension_id")
names(values) <- sub("value_id.", "", names(values), fixed = TRUE)

wide <- merge(read("observations"), values, by = "breakdown", all.x = TRUE)
print(colSums(!is.na(wide[setdiff(names(values), "breakdown")])))
