package gg.tiketi.event;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;

/** Calls as seat-service makes them. */
public final class ServiceCalls {

    public static final String BEARER = "Bearer a-service-token-for-tests-0123456789";

    private ServiceCalls() {}

    public static Response get(String path) {
        Response response = given().header("Authorization", BEARER).get(path);
        response.then().statusCode(200);
        return response;
    }
}
