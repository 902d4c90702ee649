# Fit lme4's linear mixed model to a CSV (person, score, pace, x0, x1, ...): a mean of the
# x columns without intercept, level and pace by person. Print what it finds, and the
# seconds of the fit alone.
suppressMessages(library(lme4))
rows <- read.csv(commandArgs(TRUE)[1])
means <- grep("^x", names(rows), value = TRUE)
model <- as.formula(paste("score ~ 0 +", paste(means, collapse = " + "), "+ (1 + pace | person)"))
start <- proc.time()[["elapsed"]]
fit <- lmer(model, rows, REML = TRUE, control = lmerControl(calc.derivs = FALSE))
seconds <- proc.time()[["elapsed"]] - start
numbers <- function(x) paste0("[", paste(sprintf("%.12g", x), collapse = ", "), "]")
cat(sprintf('{"lme4": "%s", "r": "%s.%s", "seconds": %.3f, "beta": %s, "spread": %s, "noise": %s}\n',
            packageVersion("lme4"), R.version$major, R.version$minor, seconds,
            numbers(fixef(fit)), numbers(as.numeric(VarCorr(fit)$person)), numbers(sigma(fit)^2)))
