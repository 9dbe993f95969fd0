/** The request id that ties a buyer's call, its log lines and its problem details together over all services. */
@NullMarked
package gg.tiketi.defaults.request;

import org.jspecify.annotations.NullMarked;
