package gg.tiketi.defaults.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import gg.tiketi.defaults.token.WithheldRoles;
import io.quarkus.arc.All;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what REST, security, validation and JSON throw into problems, without leaking class names or messages. */
@Singleton
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration OUTAGE_RETRY = Duration.ofSeconds(1);

    private final List<OutageRule> outages;

    ProblemMappers(@All List<OutageRule> outages) {
        this.outages = outages;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException refused) {
        return refused.problem().response();
    }

    @ServerExceptionMapper(
            value = {
                UnauthorizedException.class,
                AuthenticationFailedException.class,
                AuthenticationCompletionException.class
            },
            priority = 1)
    public Response notAuthenticated() {
        return Problem.unauthenticated().response();
    }

    @ServerExceptionMapper(value = ForbiddenException.class, priority = 1)
    public Response forbidden(ContainerRequestContext request) {
        boolean wantsSecondFactor =
                WithheldRoles.areThere(request.getSecurityContext().getUserPrincipal());
        return Problem.of(wantsSecondFactor ? CommonProblem.SECOND_FACTOR_MISSING : CommonProblem.FORBIDDEN)
                .response();
    }

    @ServerExceptionMapper(priority = 1)
    public Response notReadable(MismatchedInputException refused) {
        Problem problem = Problem.of(CommonProblem.MALFORMED_REQUEST);
        String field = path(refused);
        String detail = refused instanceof UnrecognizedPropertyException
                ? "Unknown field: " + field
                : field.isEmpty() ? "The JSON body has the wrong shape" : "Wrong type or value for field: " + field;
        return problem.detail(detail).response();
    }

    @ServerExceptionMapper(priority = 1)
    public Response notValid(ConstraintViolationException refused) {
        boolean ours = refused.getConstraintViolations().stream().anyMatch(ProblemMappers::isReturnValue);
        if (ours) {
            return broken(refused);
        }
        List<Map<String, String>> violations = refused.getConstraintViolations().stream()
                .sorted(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .map(violation -> Map.of("field", field(violation), "message", violation.getMessage()))
                .toList();
        return Problem.of(CommonProblem.INVALID_FIELDS)
                .with("violations", violations)
                .response();
    }

    /** A constraint that failed itself; without this the library's own mapper would answer, in a form of its own. */
    @ServerExceptionMapper(priority = 1)
    public Response notValidated(ValidationException broken) {
        return broken(broken);
    }

    /** The caller, or the gateway in the middle of a body over its limit, has gone: nobody reads this answer. */
    @ServerExceptionMapper(value = HttpClosedException.class, priority = 1)
    public Response callerGone() {
        LOG.debug("caller gone before its request was read");
        return Problem.of(CommonProblem.MALFORMED_REQUEST).response();
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        if (status >= 500) {
            return broken(refused);
        }
        // REST answers a path or query parameter it could not convert with 404 and the conversion's failure as cause.
        if (refused instanceof NotFoundException && refused.getCause() != null) {
            return Problem.of(CommonProblem.MALFORMED_REQUEST)
                    .detail("A path or query parameter is malformed")
                    .response();
        }
        Problem problem = Problem.of(CommonProblem.ofStatus(status));
        String allow = refused.getResponse().getHeaderString("Allow");
        return (allow == null ? problem : problem.header("Allow", allow)).response();
    }

    @ServerExceptionMapper
    public Response broken(Throwable broken) {
        if (outages.stream().anyMatch(rule -> rule.isOutage(broken))) {
            LOG.warnf("request refused, something is away reason=%s", broken.toString());
            return Problem.unavailable(OUTAGE_RETRY).response();
        }
        LOG.error("request failed", broken);
        return Problem.of(CommonProblem.INTERNAL_ERROR).response();
    }

    private static boolean isReturnValue(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == jakarta.validation.ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** The violated field as the caller names it: the path below the method and its parameter. */
    private static String field(ConstraintViolation<?> violation) {
        List<String> names = new java.util.ArrayList<>();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            switch (node.getKind()) {
                case METHOD -> {}
                case PARAMETER -> parameter = node.getName();
                default -> names.add(node.toString());
            }
        }
        return names.isEmpty() ? parameter : String.join(".", names);
    }

    private static String path(JsonMappingException refused) {
        return refused.getPath().stream()
                .map(reference ->
                        reference.getFieldName() != null ? reference.getFieldName() : "[" + reference.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
