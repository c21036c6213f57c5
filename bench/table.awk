# Prints the table of bench/run.
# The variable "results" names a file with one measurement a line: WHO CASE FIGURE. The input has one row of the table
# a line: CASE|builtin or curl, what ours is held against, or limit|TARGET|more or less, whichever is better|TEXT.
# SPDX-License-Identifier: LGPL-2.1-or-later

function median(list,    values, n, i, j, swap)
{
    n = split(list, values, " ")
    for (i = 1; i <= n; i++)
        for (j = i + 1; j <= n; j++)
            if (values[j] + 0 < values[i] + 0) {
                swap = values[i]
                values[i] = values[j]
                values[j] = swap
            }
    return n ? values[int((n + 1) / 2)] : ""
}

function figure(value)
{
    return value == "" ? "-" : sprintf(value < 10 ? "%.2f" : "%.1f", value)
}

# How many times better ours is.
function ratio(ours, other, better)
{
    if (ours == "" || other == "")
        return ""
    return better == "more" ? ours / other : other / ours
}

function times(value)
{
    return value == "" ? "-" : sprintf("%.2fx", value)
}

function verdict(value, other, target)
{
    if (target == "" || value == "")
        return ""
    if (other == "limit")
        return sprintf("at most %s: %s", target, value <= target + 0 ? "met" : "missed")
    return sprintf("%sx %s: %s", target, other, value >= target + 0 ? "met" : "missed")
}

BEGIN {
    FS = "|"
    while ((getline line < results) > 0) {
        split(line, field, " ")
        figures[field[1], field[2]] = figures[field[1], field[2]] " " field[3]
    }
    format = "%-42s %9s %9s %9s  %12s  %9s  %s\n"
    printf format, "", "builtin", "ours", "curl", "ours:builtin", "ours:curl", "target"
}

{
    builtin = median(figures["builtin", $1])
    ours = median(figures["ours", $1])
    curl = median(figures["curl", $1])
    gain["limit"] = ours
    gain["builtin"] = ratio(ours, builtin, $4)
    gain["curl"] = ratio(ours, curl, $4)
    printf format, $5, figure(builtin), figure(ours), figure(curl), times(gain["builtin"]), times(gain["curl"]),
           verdict(gain[$2], $2, $3)
}
