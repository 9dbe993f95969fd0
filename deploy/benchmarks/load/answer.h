#ifndef TIKETI_ANSWER_H
#define TIKETI_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#define ANSWER_HEAD_MAX 16384

/* One HTTP/1.1 answer while it arrives, with Content-Length or in chunks. */
typedef struct {
    enum { HEAD, BODY, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER, COMPLETE } part;
    char head[ANSWER_HEAD_MAX + 1];
    size_t head_length;
    int status;
    int closes;     /* the server ends the connection after it */
    uint64_t left;  /* bytes that the body or the chunk still has */
    uint64_t body;  /* bytes of body seen */
    int line_empty; /* in the trailer: nothing on this line so far */
} answer;

void answer_reset(answer *a);

/* Takes what arrived; 0 while more is to come, 1 when the answer is complete, -1 when it is not HTTP as we know it. */
int answer_take(answer *a, const char *bytes, size_t length);

#endif
