# Writes the tables that the defaults are measured on, as CSV with a header, and sources.csv, a line per table, from data in
# Debian packages: no table is kept in this repository, for each has a license of its own.
#
#   Rscript bench/defaults/tables.R UNPACKED FOLDER     (run.sh downloads and unpacks the packages first)
#
# The tables of R's mlbench, and copies of them in other packages, are kept out: they are left to check the result.
# A column that numbers the rows, or that is computed from the target or known only after it, is dropped, with its reason here.
arguments <- commandArgs(trailingOnly = TRUE)
unpacked <- arguments[1]
folder <- arguments[2]
dir.create(folder, recursive = TRUE, showWarnings = FALSE)
sources <- list()

# Writes table `name`; rows without a target are left out.
put <- function(name, package, target, task, x, drop = c(), why = "") {
  x <- as.data.frame(x, stringsAsFactors = FALSE)
  missing <- setdiff(c(target, drop), names(x))
  if (length(missing)) stop(name, ": the data has no column ", paste(missing, collapse = ", "))
  x <- x[!is.na(x[[target]]), setdiff(names(x), drop), drop = FALSE]
  for (column in names(x)) {
    values <- x[[column]]
    if (is.factor(values)) values <- as.character(values)
    if (is.character(values)) {
      values <- gsub("[[:space:]]+", " ", trimws(enc2utf8(values)))
      values[values == ""] <- NA
    }
    if (is.logical(values)) values <- ifelse(values, "yes", "no")
    x[[column]] <- values
  }
  inputs <- x[setdiff(names(x), target)]
  write.csv(x, file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "", fileEncoding = "UTF-8")
  sources[[name]] <<- data.frame(
    table = name, package = package, task = task, target = target, rows = nrow(x), columns = ncol(inputs),
    categories = sum(sapply(inputs, is.character)), missing = sum(is.na(inputs)),
    classes = if (task == "classes") length(unique(x[[target]])) else 0,
    dropped = paste(drop, collapse = " "), reason = why)
}

# Object `name` among the data of an R package, without loading the package.
object <- function(package, name) {
  for (library in c("usr/lib/R/site-library", "usr/lib/R/library")) {
    data <- file.path(unpacked, library, package, "data")
    found <- new.env()
    if (file.exists(file.path(data, "Rdata.rdb"))) lazyLoad(file.path(data, "Rdata"), envir = found)
    else for (file in list.files(data, pattern = "\\.(rda|RData)$", full.names = TRUE)) load(file, envir = found)
    if (exists(name, envir = found, inherits = FALSE)) return(as.data.frame(get(name, envir = found)))
  }
  stop("package ", package, " has no data '", name, "'")
}
r <- function(name, package, data, target, task, ...) put(name, paste0("r-cran-", tolower(package)), target, task, object(package, data), ...)

# A file of Attribute-Relation File Format.
arff <- function(...) {
  lines <- unlist(lapply(list(...), readLines))
  lines <- lines[!grepl("^\\s*(%|$)", lines)]
  names <- sub("^@attribute\\s+('([^']+)'|(\\S+)).*$", "\\2\\3", grep("^@attribute", lines, ignore.case = TRUE, value = TRUE), ignore.case = TRUE)
  names <- names[!duplicated(names)]
  x <- read.csv(text = lines[!grepl("^@", lines)], header = FALSE, quote = "'\"", na.strings = "?", strip.white = TRUE, stringsAsFactors = FALSE)
  names(x) <- names
  x
}
weka <- function(name, files, target, ...) put(name, "weka", target, "classes", do.call(arff, as.list(file.path(unpacked, "usr/share/doc/weka/examples", files))), ...)

# scikit-learn's copies.
sklearn <- file.path(unpacked, "usr/lib/python3/dist-packages/sklearn/datasets")

# ---- Classes.
cancer <- read.csv(file.path(sklearn, "data/breast_cancer.csv"), skip = 1, header = FALSE)
names(cancer) <- c(paste0("x", 1:30), "diagnosis")
put("breast_cancer", "python3-sklearn", "diagnosis", "classes", cancer)
digits <- read.csv(file.path(sklearn, "data/digits.csv.gz"), header = FALSE)
names(digits) <- c(paste0("pixel", 1:64), "digit")
put("digits", "python3-sklearn", "digit", "classes", digits)
put("titanic", "python3-sklearn", "survived", "classes", arff(list.files(file.path(sklearn, "tests/data/openml/id_40945"), "arff", full.names = TRUE)),
    drop = c("name", "ticket", "cabin", "boat", "body", "home.dest"), why = "names; boat and body are known only after")

r("ad", "modeldata", "ad_data", "Class", "classes")
r("arrests", "carData", "Arrests", "released", "classes")
r("attrition", "modeldata", "attrition", "Attrition", "classes")
r("beps", "carData", "BEPS", "vote", "classes")
weka("breast_ljubljana", "breast-cancer.arff", "Class")
r("cells", "modeldata", "cells", "class", "classes", drop = "case", why = "the authors' own split")
r("chile", "carData", "Chile", "vote", "classes")
r("churn_calls", "modeldata", "mlc_churn", "churn", "classes")
r("churn_telephone", "modeldata", "wa_churn", "churn", "classes")
r("credit", "modeldata", "credit_data", "Status", "classes")
weka("credit_german", "credit-g.arff", "class")
r("dhfr", "caret", "dhfr", "Y", "classes")
r("fertility", "AER", "Fertility2", "morekids", "classes")
r("fruit", "rrcov", "fruit", "cultivar", "classes")
r("glaucoma", "TH.data", "GlaucomaM", "Class", "classes")
heart <- read.table(file.path(unpacked, "usr/lib/R/site-library/ddalpha/data/heart.txt.gz"), header = TRUE)
put("heart", "r-cran-ddalpha", "C", "classes", heart)
r("hmda", "AER", "HMDA", "deny", "classes")
r("hpc", "modeldata", "hpc_data", "class", "classes")
r("income", "kernlab", "income", "INCOME", "classes")
r("insurance", "kernlab", "ticdata", "CARAVAN", "classes")
r("lending", "modeldata", "lending_club", "Class", "classes")
r("light_chains", "survival", "flchain", "death", "classes", drop = c("futime", "chapter"), why = "known only after")
r("musk", "kernlab", "musk", "Class", "classes")
r("olive", "dslabs", "olive", "area", "classes", drop = "region", why = "each area lies in one region")
r("penguins", "modeldata", "penguins", "species", "classes")
r("proteins", "gss", "Sachs", "grp", "classes")
weka("segment", c("segment-challenge.arff", "segment-test.arff"), "class")
r("smoking", "AER", "SmokeBan", "smoker", "classes")
r("spam", "kernlab", "spam", "type", "classes")
r("speech", "modeldata", "pd_speech", "class", "classes")
r("stops", "carData", "MplsStops", "problem", "classes", drop = c("idNum", "date", "MDC", "citationIssued"), why = "row numbers; recorded only for one of the classes")
r("wilms", "survival", "nwtco", "rel", "classes", drop = c("seqno", "edrel", "in.subcohort"), why = "row numbers; known only after; drawn by the target")

# ---- Numbers.
diabetes <- read.table(file.path(sklearn, "data/diabetes_data_raw.csv.gz"))
names(diabetes) <- c("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
diabetes$progression <- scan(file.path(sklearn, "data/diabetes_target.csv.gz"), quiet = TRUE)
put("diabetes", "python3-sklearn", "progression", "numbers", diabetes)

r("ames", "modeldata", "ames", "Sale_Price", "numbers")
r("baseball", "vcd", "Baseball", "sal87", "numbers", drop = c("name1", "name2"), why = "names")
r("biomass", "modeldata", "biomass", "HHV", "numbers", drop = c("sample", "dataset"), why = "names; the authors' own split")
r("body", "gclus", "body", "Weight", "numbers")
r("cars", "caret", "cars", "Price", "numbers")
check <- object("modeldata", "check_times")
put("check_times", "r-cran-modeldata", "check_time", "numbers", check, drop = c("package", "status"), why = "names; the outcome of the same check")
chicago <- object("modeldata", "Chicago")
chicago$weekday <- c("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")[as.POSIXlt(chicago$date)$wday + 1]
put("chicago", "r-cran-modeldata", "ridership", "numbers", chicago, drop = "date", why = "its day of the week in its place, for not every method takes dates")
r("concrete", "modeldata", "concrete", "compressive_strength", "numbers")
r("cpus", "MASS", "cpus", "perf", "numbers", drop = c("name", "estperf"), why = "names; an estimate of the target")
r("diamonds", "ggplot2", "diamonds", "price", "numbers")
r("earnings", "laeken", "ses", "earningsHour", "numbers",
  drop = c("IDunit", "earningsMonth", "earnings", "weightsEmployers", "weightsEmployees", "weights"), why = "names; other sums of the same earnings; weights of the sample")
r("fish", "rrcov", "fish", "Weight", "numbers")
r("growth", "mice", "fdgs", "hgt", "numbers", drop = c("id", "hgt.z", "wgt.z"), why = "row numbers; computed from the target, or from sex and age")
r("homes_texas", "ggplot2", "txhousing", "median", "numbers", drop = c("volume", "date"), why = "sales times the mean price; year and month again")
r("homes_windsor", "AER", "HousePrices", "price", "numbers")
r("imports", "randomForest", "imports85", "price", "numbers")
r("life", "dslabs", "gapminder", "life_expectancy", "numbers", drop = "country", why = "names")
r("meat", "modeldata", "meats", "fat", "numbers", drop = c("water", "protein"), why = "measured with the target; they make it up")
r("no2", "gss", "NO2", "no2", "numbers")
r("pulp", "VIM", "pulplignin", "Y.Kappa", "numbers", drop = "Observation", why = "row numbers")
put("quakes", "r-base-core", "mag", "numbers", object("datasets", "quakes"))
r("rice", "plm", "RiceFarms", "goutput", "numbers", drop = c("id", "noutput"), why = "names; the target less a share")
r("sacramento", "modeldata", "Sacramento", "price", "numbers")
api <- object("survey", "apipop")
put("schools", "r-cran-survey", "api00", "numbers", api,
    drop = c("cds", "name", "sname", "snum", "dname", "dnum", "cnum", "flag", "api99", "target", "growth", "sch.wide", "comp.imp", "both", "awards"),
    why = "names; computed from the target, or the target a year before")
r("visits", "AER", "NMES1988", "visits", "numbers", drop = c("nvisits", "ovisits", "novisits"), why = "visits of other kinds")
r("wages_1985", "AER", "CPS1985", "wage", "numbers")
r("wages_1988", "AER", "CPS1988", "wage", "numbers")
r("wine_price", "VIM", "wine", "price", "numbers", drop = c("taster_twitter_handle", "winery", "variety_main"), why = "taster and variety again; thousands of names")
r("developers", "modeldata", "stackoverflow", "Salary", "numbers")

sources <- do.call(rbind, sources)
sources <- sources[order(sources$table, method = "radix"), ]
dropped <- sources[sources$dropped != "", c("table", "dropped", "reason")]
write.csv(sources[setdiff(names(sources), c("dropped", "reason"))], file.path(folder, "sources.csv"), row.names = FALSE, quote = FALSE)
write.csv(dropped, file.path(folder, "dropped.csv"), row.names = FALSE)
cat(nrow(sources), "tables written to", folder, "\n")
