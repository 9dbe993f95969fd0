#ifndef TIKETI_HISTOGRAM_H
#define TIKETI_HISTOGRAM_H

#include <stdint.h>

/* Counts of durations in microseconds: exact below 128, then 64 steps for each power of two, so at most 1.6 % off.
 * Memory is fixed and recording is a few instructions, whatever the spread. */
#define HISTOGRAM_STEPS 64
#define HISTOGRAM_POWERS 32
#define HISTOGRAM_SIZE (HISTOGRAM_STEPS * (HISTOGRAM_POWERS + 1))

typedef struct {
    uint64_t counts[HISTOGRAM_SIZE];
    uint64_t count;
    uint64_t max;
    double sum;
} histogram;

void histogram_record(histogram *h, uint64_t micros);

/* The duration that this share (0 to 1) of the recorded ones does not exceed; 0 when nothing was recorded. */
uint64_t histogram_at(const histogram *h, double share);

#endif
