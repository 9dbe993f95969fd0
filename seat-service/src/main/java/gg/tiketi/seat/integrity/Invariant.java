package gg.tiketi.seat.integrity;

/**
 * Something that is always true of the stored data, as a query for what contradicts it. The query is one statement and
 * so sees one state of the database: what is going on meanwhile cannot make it find what is not there. Its rows name
 * reservations, events and seats, never people.
 *
 * @param name names the check in answers, metrics and logs
 * @param rule the product's rule that it is part of, such as S1
 * @param meaning what is true, in one sentence
 * @param violations the query; no row is what everybody wants
 */
record Invariant(String name, String rule, String meaning, String violations) {}
