package gg.tiketi.seat.payment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a buyer pays. */
public enum PaymentMethod {
    @JsonProperty("card")
    CARD("card"),
    @JsonProperty("naver_pay")
    NAVER_PAY("naver_pay"),
    @JsonProperty("kakao_pay")
    KAKAO_PAY("kakao_pay");

    private final String code;

    PaymentMethod(String code) {
        this.code = code;
    }

    /** The name in JSON and SQL. */
    public String code() {
        return code;
    }
}
