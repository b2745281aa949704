observations <- read.csv("@address@observations.csv", na.strings = "", encoding = "UTF-8")
