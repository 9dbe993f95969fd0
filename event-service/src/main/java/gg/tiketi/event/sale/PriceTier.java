package gg.tiketi.event.sale;

/**
 * A price and the name of the plan's sections that have it.
 *
 * @param price integer KRW
 */
public record PriceTier(String name, long price) {

    public PriceTier {
        if (price < 0) {
            throw new IllegalArgumentException("a price is not negative");
        }
    }
}
