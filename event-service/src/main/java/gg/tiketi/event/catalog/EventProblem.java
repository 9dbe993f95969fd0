package gg.tiketi.event.catalog;

import gg.tiketi.defaults.problem.ProblemType;

/** Refusals that only the catalogue knows. */
enum EventProblem implements ProblemType {
    EVENT_ALREADY_CANCELLED(409, "이미 취소된 공연입니다", "The event is already cancelled");

    private final int status;
    private final String titleKo;
    private final String titleEn;

    EventProblem(int status, String titleKo, String titleEn) {
        this.status = status;
        this.titleKo = titleKo;
        this.titleEn = titleEn;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String titleKo() {
        return titleKo;
    }

    @Override
    public String titleEn() {
        return titleEn;
    }
}
