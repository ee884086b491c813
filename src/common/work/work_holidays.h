/*
 * work_holidays - weekdays off and weekend days worked that were known when the program was made.
 *
 * Labour Code 2019, article 112, and the swaps announced for each year; 2026: 12729/VPCP-KGVX of
 * 25 December 2025; 2027 is estimated. What is announced later is added by work_day_off().
 */
#ifndef WORK_WORK_HOLIDAYS_H
#define WORK_WORK_HOLIDAYS_H

#include "core/base.h"

static const struct holiday {
    int year, month, mday;
} holidays[] = {
    /* clang-format off */
    { 2024, 1, 1 }, { 2024, 2, 8 }, { 2024, 2, 9 }, { 2024, 2, 12 }, { 2024, 2, 13 },
    { 2024, 2, 14 }, { 2024, 4, 18 }, { 2024, 4, 29 }, { 2024, 4, 30 }, { 2024, 5, 1 },
    { 2024, 9, 2 }, { 2024, 9, 3 },
    { 2025, 1, 1 }, { 2025, 1, 27 }, { 2025, 1, 28 }, { 2025, 1, 29 }, { 2025, 1, 30 },
    { 2025, 1, 31 }, { 2025, 4, 7 }, { 2025, 4, 30 }, { 2025, 5, 1 }, { 2025, 5, 2 },
    { 2025, 9, 1 }, { 2025, 9, 2 },
    { 2026, 1, 1 }, { 2026, 1, 2 }, { 2026, 2, 16 }, { 2026, 2, 17 }, { 2026, 2, 18 },
    { 2026, 2, 19 }, { 2026, 2, 20 }, { 2026, 4, 27 }, { 2026, 4, 30 }, { 2026, 5, 1 },
    { 2026, 8, 31 }, { 2026, 9, 1 }, { 2026, 9, 2 },
    { 2027, 1, 1 }, { 2027, 2, 4 }, { 2027, 2, 5 }, { 2027, 2, 8 }, { 2027, 2, 9 },
    { 2027, 2, 10 }, { 2027, 4, 16 }, { 2027, 4, 30 }, { 2027, 5, 3 }, { 2027, 9, 2 },
    { 2027, 9, 3 },
    /* clang-format on */
}, swapped[] = {
    /* clang-format off */
    { 2024, 5, 4 },
    { 2025, 4, 26 },
    { 2026, 1, 10 }, { 2026, 8, 22 },
    /* clang-format on */
};

#endif
