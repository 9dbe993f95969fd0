package gg.tiketi.auth.platform;

import gg.tiketi.defaults.problem.ProblemType;

/** The problems that only auth-service answers with. */
public enum AuthProblem implements ProblemType {
    EMAIL_TAKEN(409, "이미 가입된 이메일입니다", "This e-mail address already has an account"),
    WEAK_PASSWORD(422, "더 안전한 비밀번호를 사용해 주세요", "Choose a stronger password"),
    BAD_CREDENTIALS(401, "이메일 또는 비밀번호가 올바르지 않습니다", "E-mail address or password is wrong"),
    WRONG_PASSWORD(422, "현재 비밀번호가 올바르지 않습니다", "The current password is wrong"),
    LINK_INVALID(410, "만료되었거나 이미 사용한 링크입니다", "The link has expired or was used; ask for another"),
    SESSION_ENDED(401, "다시 로그인해 주세요", "The session has ended; sign in again"),
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
}
