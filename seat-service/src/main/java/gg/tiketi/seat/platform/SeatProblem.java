package gg.tiketi.seat.platform;

import gg.tiketi.defaults.problem.ProblemType;

/** The refusals of seat-service; each is explained in {@code deploy/docs/problems.md}. */
public enum SeatProblem implements ProblemType {
    IDEMPOTENCY_KEY_REQUIRED(400, "Idempotency-Key 헤더가 필요합니다", "An Idempotency-Key header is required"),
    EVENT_NOT_FOUND(404, "공연을 찾을 수 없습니다", "No such event"),
    ADMISSION_REQUIRED(403, "대기열 입장 후 예매할 수 있습니다", "It takes an admission of the waiting room to reserve"),
    ADMISSION_EXPIRED(403, "입장 시간이 끝났습니다", "Your admission is over"),
    CHALLENGE_REQUIRED(403, "자동 입력 방지 확인이 필요합니다", "A challenge has to be answered first"),
    NOT_ELIGIBLE(403, "이메일 인증 후 참여할 수 있습니다", "Only accounts with a confirmed address may join"),
    DRAW_NOT_FOUND(404, "추첨 결과가 없습니다", "There is no such draw"),
    RESERVATION_NOT_FOUND(404, "예매 내역을 찾을 수 없습니다", "No such reservation"),
    LOBBY_NOT_OPEN(409, "아직 대기실이 열리지 않았습니다", "The waiting room has not opened yet"),
    WAITING_ROOM_DRAINING(409, "대기열 접수가 마감되었습니다", "The waiting room takes nobody any more"),
    NO_WAITING_ROOM(409, "대기열이 운영 중이 아닙니다", "There is no such waiting room, or it is not active"),
    SEATS_TAKEN(409, "이미 선택된 좌석입니다", "Some of these seats are taken"),
    NOT_ENOUGH_SEATS(409, "조건에 맞는 좌석이 부족합니다", "Not enough seats of this kind are left"),
    REQUEST_IN_FLIGHT(409, "같은 요청을 처리하고 있습니다", "The same request is still being handled"),
    PAYMENT_IN_PROGRESS(409, "결제가 진행 중입니다", "A payment is under way"),
    RESERVATION_NOT_PAYABLE(409, "결제할 수 없는 예매입니다", "This reservation cannot be paid"),
    RESERVATION_ENDED(409, "이미 종료된 예매입니다", "This reservation has already ended"),
    RESERVATION_NOT_OFFERED(409, "수락할 제안이 없습니다", "This reservation is not an offer"),
    WAITLIST_SEATS_AVAILABLE(409, "지금 예매할 수 있는 좌석이 있습니다", "There are seats to be had now"),
    WAITLIST_ALREADY_JOINED(409, "이미 다른 조건으로 예매대기 중입니다", "You already wait for this tier with another wish"),
    WAITLIST_FULL(409, "예매대기 접수가 마감되었습니다", "The waitlist takes nobody any more"),
    INTEGRITY_CHECK_RUNNING(409, "정합성 검사가 이미 진행 중입니다", "An integrity check is already running"),
    PAYMENT_DECLINED(402, "결제가 거절되었습니다", "The payment was declined"),
    RESERVATION_EXPIRED(410, "결제 시간이 지났습니다", "The time to pay has passed"),
    IDEMPOTENCY_KEY_REUSED(422, "다른 요청에 사용한 Idempotency-Key입니다", "This Idempotency-Key was used for another request"),
    UNKNOWN_SEATS(422, "없는 좌석이 있습니다", "Some of these seats do not exist"),
    UNKNOWN_PRICE_TIER(422, "없는 좌석 등급입니다", "The event has no such price tier"),
    TOO_MANY_WAITLIST_ENTRIES(422, "예매대기 신청 한도를 넘었습니다", "You wait for too many things already"),
    TOO_MANY_SEATS(422, "한 번에 선택할 수 있는 좌석 수를 넘었습니다", "Too many seats at once"),
    PURCHASE_LIMIT(422, "1인당 예매 한도를 넘었습니다", "Over the limit per person"),
    SALE_NOT_OPEN(422, "아직 판매 전입니다", "The sale has not opened yet"),
    SALE_CLOSED(422, "판매가 끝났습니다", "The sale is over"),
    SALE_STOPPED(422, "판매가 잠시 중단되었습니다", "The sale is stopped for the moment"),
    EVENT_CANCELLED(422, "취소된 공연입니다", "The event is cancelled"),
    UNKNOWN_MESSAGE(400, "알 수 없는 메시지입니다", "The message is not one of the live feed"),
    TOO_MANY_WATCHERS(429, "실시간 연결이 너무 많습니다", "Too many live connections");

    private final Facts facts;

    SeatProblem(int status, String titleKo, String titleEn) {
        this.facts = new Facts(status, titleKo, titleEn);
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
