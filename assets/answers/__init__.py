"""Stage 7, answers: questions answered platform by platform, with a stance and a verbatim quote."""
