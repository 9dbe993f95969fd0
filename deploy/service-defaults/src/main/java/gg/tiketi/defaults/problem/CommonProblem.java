package gg.tiketi.defaults.problem;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Problems that any service may answer with, whatever its domain. */
public enum CommonProblem implements ProblemType {
    MALFORMED_REQUEST(400, "요청 형식이 올바르지 않습니다", "The request is malformed"),
    INVALID_FIELDS(400, "입력값을 확인해 주세요", "Some fields are not valid"),
    UNAUTHENTICATED(401, "로그인이 필요합니다", "Sign in first"),
    FORBIDDEN(403, "권한이 없습니다", "You may not do this"),
    SECOND_FACTOR_MISSING(403, "2단계 인증을 켠 뒤에 사용할 수 있습니다", "Only with a second factor"),
    NOT_FOUND(404, "찾을 수 없습니다", "Not found"),
    METHOD_NOT_ALLOWED(405, "허용되지 않는 메서드입니다", "Method not allowed"),
    NOT_ACCEPTABLE(406, "제공할 수 없는 형식입니다", "Not acceptable"),
    REQUEST_TIMEOUT(408, "요청이 제때 도착하지 않았습니다", "The request took too long to arrive"),
    CONFLICT(409, "다른 요청과 충돌했습니다", "Conflicts with another request"),
    BODY_TOO_LARGE(413, "요청 본문이 너무 큽니다", "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "지원하지 않는 형식입니다", "Unsupported media type"),
    HEADERS_TOO_LARGE(431, "요청 헤더가 너무 큽니다", "The request headers are too large"),
    TOO_MANY_REQUESTS(429, "요청이 너무 많습니다", "Too many requests"),
    INTERNAL_ERROR(500, "서버 오류가 발생했습니다", "Something went wrong on our side"),
    BAD_GATEWAY(502, "서비스가 올바르게 응답하지 않았습니다", "A service did not answer properly"),
    UNAVAILABLE(503, "잠시 후 다시 시도해 주세요", "Try again in a moment"),
    GATEWAY_TIMEOUT(504, "서비스가 제때 응답하지 않았습니다", "A service did not answer in time");

    private static final Map<Integer, CommonProblem> BY_STATUS = Stream.of(values())
            .filter(problem -> problem != INVALID_FIELDS && problem != SECOND_FACTOR_MISSING)
            .collect(Collectors.toUnmodifiableMap(CommonProblem::status, Function.identity()));

    private final Facts facts;

    CommonProblem(int status, String titleKo, String titleEn) {
        this.facts = new Facts(status, titleKo, titleEn);
    }

    /** The problem for a bare HTTP status: an unlisted 4xx is a malformed request, anything else an internal error. */
    public static CommonProblem ofStatus(int status) {
        CommonProblem known = BY_STATUS.get(status);
        if (known != null) {
            return known;
        }
        return status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
