package gg.tiketi.event.sale;

import gg.tiketi.event.platform.ServiceOnly;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Takes counts from seat-service. Repeating or delaying a report does no harm: the newest position wins. */
@ServiceOnly
@Path("/internal/stock")
public class StockResource {

    private final StockRepository stock;

    StockResource(StockRepository stock) {
        this.stock = stock;
    }

    @POST
    @Operation(hidden = true)
    public Uni<Void> report(@NotNull @Valid StockReports reports) {
        return stock.keepNewest(reports.items());
    }
}
