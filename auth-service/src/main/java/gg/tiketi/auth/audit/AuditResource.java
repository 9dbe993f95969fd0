package gg.tiketi.auth.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What was done to accounts, for administrators. */
@Path("/api/admin/audit")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class AuditResource {

    private final AuditRepository entries;

    AuditResource(AuditRepository entries) {
        this.entries = entries;
    }

    /** Entries, the newest first. */
    @RegisterForReflection
    public record Entries(List<Entry> items, int page, int size, long total) {}

    /**
     * One entry.
     *
     * @param actorId the account that did it, if somebody was signed in
     * @param accountId the account it was done to, if there is one
     * @param network the caller's address without its last part
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            UUID id,
            Instant at,
            String action,
            @Nullable UUID actorId,
            @Nullable UUID accountId,
            @Nullable String detail,
            @Nullable String requestId,
            @Nullable String network) {}

    /** Lists them. */
    @GET
    @Operation(summary = "What was done to accounts, the newest first")
    public Uni<Entries> list(
            @RestQuery @Nullable @Parameter(description = "only what this account did, or was done to it") UUID account,
            @RestQuery @Nullable @Parameter(description = "only this action, such as sign-in-refused") String action,
            @RestQuery @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @RestQuery @DefaultValue("20") @Min(1) @Max(100) int size) {
        return entries.find(account, action == null ? null : known(action), page, size)
                .map(found -> new Entries(
                        found.entries().stream().map(AuditResource::view).toList(), page, size, found.total()));
    }

    private static AuditAction known(String word) {
        return AuditAction.of(word)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(CommonProblem.MALFORMED_REQUEST).detail("There is no such action")));
    }

    private static Entry view(AuditRepository.Written entry) {
        return new Entry(
                entry.id(),
                entry.at(),
                entry.action(),
                entry.actor(),
                entry.account(),
                entry.detail(),
                entry.requestId(),
                entry.network());
    }
}
