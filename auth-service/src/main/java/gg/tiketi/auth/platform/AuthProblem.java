package gg.tiketi.auth.platform;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemType;
import java.time.Duration;

/** The problems that only auth-service answers with. */
public enum AuthProblem implements ProblemType {
    EMAIL_TAKEN(409, "이미 가입된 이메일입니다", "This e-mail address already has an account"),
    WEAK_PASSWORD(422, "더 안전한 비밀번호를 사용해 주세요", "Choose a stronger password"),
    BAD_CREDENTIALS(401, "이메일 또는 비밀번호가 올바르지 않습니다", "E-mail address or password is wrong"),
    WRONG_PASSWORD(422, "현재 비밀번호가 올바르지 않습니다", "The current password is wrong"),
    LINK_INVALID(410, "만료되었거나 이미 사용한 링크입니다", "The link has expired or was used; ask for another"),
    SESSION_ENDED(401, "다시 로그인해 주세요", "The session has ended; sign in again"),
    SECOND_FACTOR_REQUIRED(401, "인증 앱의 코드를 입력해 주세요", "Give the code of your authenticator"),
    CHALLENGE_ENDED(410, "시간이 지났습니다. 처음부터 다시 로그인해 주세요", "The sign-in took too long; begin again"),
    WRONG_CODE(422, "코드가 올바르지 않습니다", "The code is wrong or was used"),
    SECOND_FACTOR_ON(409, "2단계 인증이 이미 켜져 있습니다", "The second factor is on already"),
    SECOND_FACTOR_OFF(409, "2단계 인증이 켜져 있지 않습니다", "There is no second factor"),
    SECOND_FACTOR_UNAVAILABLE(409, "2단계 인증을 사용할 수 없습니다", "There are no second factors here"),
    LAST_ADMINISTRATOR(409, "마지막 관리자 계정입니다", "This is the last administrator"),
    IDENTITY_REFUSED(401, "외부 계정으로 로그인하지 못했습니다", "Signing in with the other account failed"),
    ADDRESS_UNCONFIRMED(
            409,
            "이 이메일의 계정이 있습니다. 비밀번호로 로그인하고 이메일을 확인해 주세요",
            "The address has an account; sign in with its password and confirm the address"),
    OWN_ROLE(409, "자신의 역할은 바꿀 수 없습니다", "Nobody changes their own role"),
    SIGN_IN_THROTTLED(429, "로그인 시도가 너무 많습니다. 잠시 후 다시 시도해 주세요", "Too many failed sign-ins; try again later");

    private final Facts facts;

    AuthProblem(int status, String titleKo, String titleEn) {
        this.facts = new Facts(status, titleKo, titleEn);
    }

    @Override
    public Facts facts() {
        return facts;
    }

    /** Too many failed sign-ins; the next may be tried after this. */
    public static Problem throttled(Duration retryAfter) {
        return Problem.of(SIGN_IN_THROTTLED).retryAfter(retryAfter);
    }
}
