package gg.tiketi.defaults.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.defaults.request.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Writes problems as JSON in the caller's language, for REST resources and for refusals below them alike. */
@Singleton
public class ProblemWriter {

    private static final int[] STATUSES_BELOW_REST = {400, 401, 403, 404, 405, 406, 413, 415, 431, 500, 503};

    /** A cache that kept the refusal of one caller's headers would refuse everybody. */
    private static final String NOT_KEPT = "no-store";

    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem) {
            String body = body(problem, request.getHeaderString("Accept-Language"), RequestId.of(request));
            response.setEntity(body, null, MediaType.valueOf(Problem.MEDIA_TYPE));
            response.getHeaders().putSingle("Cache-Control", NOT_KEPT);
            response.getHeaders().putSingle("Content-Language", language(request.getHeaderString("Accept-Language")));
        }
    }

    void coverFailuresBelowRest(@Observes Router router) {
        for (int status : STATUSES_BELOW_REST) {
            router.errorHandler(status, context -> write(context, Problem.of(CommonProblem.ofStatus(status))));
        }
    }

    /** Answers a plain Vert.x request with the problem; does nothing when an answer has already begun. */
    public void write(RoutingContext context, Problem problem) {
        if (context.response().headWritten() || context.response().ended()) {
            return;
        }
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        String requestId = RequestId.of(context.request());
        problem.headers().forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, NOT_KEPT)
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language(accepted))
                .putHeader(RequestId.HEADER, requestId)
                .end(body(problem, accepted, requestId));
    }

    /** The JSON text of a problem. */
    public String body(Problem problem, @Nullable String acceptLanguage, String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type().type().toString());
        members.put(
                "title",
                "en".equals(language(acceptLanguage))
                        ? problem.type().titleEn()
                        : problem.type().titleKo());
        members.put("status", problem.type().status());
        if (problem.detail() != null) {
            members.put("detail", problem.detail());
        }
        members.put("requestId", requestId);
        members.putAll(problem.members());
        try {
            return json.writeValueAsString(members);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("problem members must be plain JSON values", broken);
        }
    }

    /** {@code en} when English is the first of the two languages we speak in the header, otherwise {@code ko}. */
    static String language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return "ko";
        }
        String ranges = acceptLanguage.toLowerCase(Locale.ROOT);
        int english = ranges.indexOf("en");
        int korean = ranges.indexOf("ko");
        return english >= 0 && (korean < 0 || english < korean) ? "en" : "ko";
    }
}
