package gg.tiketi.event.plan;

import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.event.platform.ServiceOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Hands published plans to seat-service. */
@ServiceOnly
@Path("/internal/plans")
public class PlanResource {

    private final PlanService plans;

    PlanResource(PlanService plans) {
        this.plans = plans;
    }

    @GET
    @Path("/{planId}/{planVersion}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<Response> plan(@RestPath UUID planId, @RestPath int planVersion) {
        return plans.document(new PlanKey(planId, planVersion))
                .map(found -> found.map(document -> Response.ok(document).build())
                        .orElseGet(() -> Problem.of(CommonProblem.NOT_FOUND).response()));
    }
}
