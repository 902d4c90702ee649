# Write reference.json: what metafor says of every table, measure, model and interval.
#
#   Rscript validation/metafor/reference.R
#
# Iterations run to the last digits, so that a difference is ours and not a tolerance's.

suppressMessages(library(metafor))

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
arguments <- commandArgs(TRUE)

models <- c(fixed = "FE", dl = "DL", pm = "PM", reml = "REML")
tests <- c(wald = "z", hksj = "knha")
exact <- list(threshold = 1e-13, maxiter = 100000, tol = 1e-14)

quoted <- function(text) paste0('"', gsub('(["\\\\])', "\\\\\\1", text), '"')
number <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
numbers <- function(x) paste0("[", paste(number(as.vector(x)), collapse = ", "), "]")
object <- function(...) {
  parts <- list(...)
  paste0("{", paste0(quoted(names(parts)), ": ", unlist(parts), collapse = ", "), "}")
}

of_means <- function(rows, measure) {
  kind <- c(md = "MD", smd = "SMD", smd_unbiased = "SMD")[[measure]]
  formula <- if (measure == "smd_unbiased") "UB" else "LS"
  escalc(kind, m1i = mean_t, sd1i = sd_t, n1i = n_t, m2i = mean_c, sd2i = sd_c,
         n2i = n_c, data = rows, vtype = formula)
}

# Corrections as deqi makes them: a ratio where an event count is 0; a difference only
# where it would have no variance; a ratio of nobody to nobody is left out.
of_counts <- function(rows, measure) {
  nobody <- rows$events_t == 0 & rows$events_c == 0
  if (measure == "rd") {
    half <- ifelse(nobody, 0.5, 0)
    return(escalc("RD", ai = events_t, n1i = n_t, ci = events_c, n2i = n_c,
                  data = rows, add = half, to = "all"))
  }
  escalc(toupper(measure), ai = events_t, n1i = n_t, ci = events_c, n2i = n_c,
         data = rows[!nobody, ], to = "only0")
}

named <- function(table, ...) list(table = quoted(table), ...)

effect_case <- function(table, measure, effects)
  do.call(object, named(table, measure = quoted(measure),
                        yi = numbers(effects$yi), vi = numbers(effects$vi)))

pool_case <- function(table, measure, effects, model, test) {
  fit <- rma.uni(as.numeric(effects$yi), effects$vi, method = models[[model]],
                 test = tests[[test]], control = exact)
  further <- predict(fit)
  further <- if (is.null(further$pi.lb)) c(NA, NA) else c(further$pi.lb, further$pi.ub)
  do.call(object, named(
    table, measure = quoted(measure), model = quoted(model), interval = quoted(test),
    k = fit$k, estimate = number(fit$beta), se = number(fit$se), p = number(fit$pval),
    ci = numbers(c(fit$ci.lb, fit$ci.ub)), tau2 = number(fit$tau2), i2 = number(fit$I2),
    h2 = number(fit$H2), q = number(fit$QE), q_p = number(fit$QEp),
    prediction = numbers(further), weights = numbers(weights(fit))))
}

regression_case <- function(table, rows, design, model, test) {
  fit <- rma.uni(rows$yi, rows$vi, mods = as.matrix(rows[design]),
                 method = models[[model]], test = tests[[test]], control = exact)
  do.call(object, named(
    table, moderators = paste0("[", paste(quoted(design), collapse = ", "), "]"),
    model = quoted(model), interval = quoted(test), estimate = numbers(fit$beta),
    se = numbers(fit$se), p = numbers(fit$pval), low = numbers(fit$ci.lb),
    high = numbers(fit$ci.ub), tau2 = number(fit$tau2), i2 = number(fit$I2),
    q = number(fit$QE), q_p = number(fit$QEp)))
}

leaving_case <- function(table, rows, model, test) {
  fit <- rma.uni(rows$yi, rows$vi, method = models[[model]], test = tests[[test]],
                 control = exact)
  without <- leave1out(fit)
  if (is.null(without$tau2)) without$tau2 <- rep(0, fit$k)
  do.call(object, named(
    table, model = quoted(model), interval = quoted(test),
    estimate = numbers(without$estimate), low = numbers(without$ci.lb),
    high = numbers(without$ci.ub), tau2 = numbers(without$tau2),
    i2 = numbers(without$I2), q = numbers(without$Q)))
}

egger_case <- function(table, rows, model, test) {
  # Egger's own test is metafor's model "lm"; here it is fixed with hksj.
  found <- if (model == "fixed" && test == "hksj")
    regtest(rows$yi, rows$vi, model = "lm")
  else
    regtest(rma.uni(rows$yi, rows$vi, method = models[[model]], test = tests[[test]],
                    control = exact))
  do.call(object, named(
    table, model = quoted(model), interval = quoted(test),
    statistic = number(found$zval), p = number(found$pval), limit = number(found$est)))
}

rank_case <- function(table, rows) {
  found <- suppressWarnings(ranktest(rows$yi, rows$vi))
  do.call(object, named(table, statistic = number(found$tau), p = number(found$pval)))
}

fill_case <- function(table, rows, model) {
  found <- trimfill(rma.uni(rows$yi, rows$vi, method = models[[model]], control = exact),
                    estimator = "L0", control = exact)
  do.call(object, named(
    table, model = quoted(model), missing = found$k0, estimate = number(found$beta),
    se = number(found$se), tau2 = number(found$tau2)))
}

subgroup_case <- function(table, rows, model) {
  parts <- split(rows, rows$mod1 > 0)
  fits <- lapply(parts, function(part) rma.uni(part$yi, part$vi,
                 method = models[[model]], control = exact))
  between <- rma.uni(sapply(fits, function(fit) fit$beta),
                     sapply(fits, function(fit) fit$se^2), method = "FE")
  do.call(object, named(table, model = quoted(model), q_between = number(between$QE),
                        p = number(between$QEp)))
}

both <- expand.grid(model = names(models), interval = names(tests),
                    stringsAsFactors = FALSE)
over_both <- function(make) unlist(lapply(seq_len(nrow(both)), function(i)
  make(both$model[i], both$interval[i])))

table_of <- function(names) do.call(rbind, lapply(names, function(name)
  read.csv(file.path(here, "tables", name), stringsAsFactors = FALSE)))
over <- function(rows, make) unlist(lapply(unique(rows$table), function(name)
  make(name, rows[rows$table == name, ])))

armed <- function(rows, measures, of) over(rows, function(name, part)
  unlist(lapply(measures, function(measure) {
    effects <- of(part, measure)
    list(effects = effect_case(name, measure, effects),
         pools = over_both(function(model, test)
           pool_case(name, measure, effects, model, test)))
  }), recursive = FALSE))

collect <- function(parts, kind) unlist(parts[grep(paste0("^", kind), names(parts))],
                                        use.names = FALSE)

write_reference <- function(path) {
  means <- armed(table_of(c("own_means.csv", "simulated_means.csv")),
                 c("md", "smd", "smd_unbiased"), of_means)
  counts <- armed(table_of(c("own_counts.csv", "simulated_counts.csv")),
                  c("rr", "or", "rd"), of_counts)
  rows <- table_of("simulated_weighed.csv")
  large <- rows[!rows$table %in% c("weighed_k2", "weighed_k5_equal"), ]
  found <- list(
    effects = c(collect(means, "effects"), collect(counts, "effects")),
    pools = c(collect(means, "pools"), collect(counts, "pools"),
              over(rows, function(name, part) over_both(function(model, test)
                pool_case(name, "generic", part, model, test)))),
    regressions = over(large, function(name, part) unlist(lapply(
      list("mod1", c("mod1", "mod2")), function(design) over_both(function(model, test)
        regression_case(name, part, design, model, test))))),
    leaving = over(large, function(name, part) over_both(function(model, test)
      leaving_case(name, part, model, test))),
    egger = over(large, function(name, part) over_both(function(model, test)
      egger_case(name, part, model, test))),
    ranks = over(large, rank_case),
    fills = over(large, function(name, part) unlist(lapply(names(models),
      function(model) fill_case(name, part, model)))),
    subgroups = over(large[!large$table %in% "weighed_k6_unequal", ],
      function(name, part) unlist(lapply(names(models), function(model)
        subgroup_case(name, part, model)))))
  sections <- vapply(names(found), function(name) paste0(
    quoted(name), ": [\n  ", paste(found[[name]], collapse = ",\n  "), "\n ]"), "")
  source <- object(metafor = quoted(as.character(packageVersion("metafor"))),
                   r = quoted(paste(R.version$major, R.version$minor, sep = ".")))
  writeLines(c("{", paste0(' "source": ', source, ","),
               paste0(" ", paste(sections, collapse = ",\n ")), "}"), path)
}

# A table of others: pools only, on standard output, nothing kept.
print_pools <- function(path) {
  rows <- read.csv(path, stringsAsFactors = FALSE)
  cases <- over(rows, function(name, part) over_both(function(model, test)
    pool_case(name, "generic", part, model, test)))
  writeLines(c("[", paste(cases, collapse = ",\n"), "]"))
}

if (length(arguments)) print_pools(arguments[1]) else
  write_reference(file.path(here, "reference.json"))
