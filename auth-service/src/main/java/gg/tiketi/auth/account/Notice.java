package gg.tiketi.auth.account;

/** What the owner of an account is told by mail, because it may not have been them. */
public enum Notice {
    PASSWORD_CHANGED(
            "비밀번호가 바뀌었어요 · Your password was changed", "계정의 비밀번호가 바뀌었어요.", "The password of your account was changed."),
    SECOND_FACTOR_ON(
            "2단계 인증을 켰어요 · Two-step sign-in is on",
            "로그인할 때 인증 앱의 코드도 필요해요.",
            "Signing in asks for a code of your authenticator app from now on."),
    SECOND_FACTOR_OFF(
            "2단계 인증을 껐어요 · Two-step sign-in is off",
            "로그인할 때 비밀번호만 필요해요.",
            "Signing in asks for your password only from now on."),
    ROLE_CHANGED(
            "계정의 역할이 바뀌었어요 · Your role was changed",
            "관리자가 계정의 역할을 바꿨어요. 다시 로그인해 주세요.",
            "An administrator changed the role of your account. Please sign in again."),
    ACCOUNT_DELETED(
            "계정을 삭제했어요 · Your account is deleted",
            "계정과 개인정보를 삭제했어요.",
            "Your account and what it said of you are gone.");

    private final String subject;
    private final String korean;
    private final String english;

    Notice(String subject, String korean, String english) {
        this.subject = subject;
        this.korean = korean;
        this.english = english;
    }

    String subject() {
        return "[티케티] " + subject;
    }

    String korean() {
        return korean;
    }

    String english() {
        return english;
    }
}
