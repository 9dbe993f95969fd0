#include "histogram.h"

static unsigned bucket(uint64_t micros) {
    if (micros < 2 * HISTOGRAM_STEPS) {
        return (unsigned)micros;
    }
    unsigned shift = 63 - (unsigned)__builtin_clzll(micros) - 6;
    if (shift >= HISTOGRAM_POWERS) {
        return HISTOGRAM_SIZE - 1;
    }
    return shift * HISTOGRAM_STEPS + (unsigned)(micros >> shift);
}

/* The longest duration that falls into the bucket: told percentiles are never too good. */
static uint64_t longest(unsigned index) {
    if (index < 2 * HISTOGRAM_STEPS) {
        return index;
    }
    unsigned shift = index / HISTOGRAM_STEPS - 1;
    return ((uint64_t)(index - shift * HISTOGRAM_STEPS + 1) << shift) - 1;
}

void histogram_record(histogram *h, uint64_t micros) {
    h->counts[bucket(micros)]++;
    h->count++;
    h->sum += (double)micros;
    if (micros > h->max) {
        h->max = micros;
    }
}

uint64_t histogram_at(const histogram *h, double share) {
    uint64_t wanted = (uint64_t)(share * (double)h->count + 0.999999);
    uint64_t seen = 0;
    for (unsigned i = 0; i < HISTOGRAM_SIZE; i++) {
        seen += h->counts[i];
        if (seen >= wanted && seen > 0) {
            uint64_t micros = longest(i);
            return micros < h->max ? micros : h->max;
        }
    }
    return h->max;
}
