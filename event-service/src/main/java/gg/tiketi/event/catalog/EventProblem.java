package gg.tiketi.event.catalog;

import gg.tiketi.defaults.problem.ProblemType;

/** Refusals that only the catalogue knows. */
enum EventProblem implements ProblemType {
    EVENT_ALREADY_CANCELLED(409, "이미 취소된 공연입니다", "The event is already cancelled");

    private final Facts facts;

    EventProblem(int status, String titleKo, String titleEn) {
        this.facts = new Facts(status, titleKo, titleEn);
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
