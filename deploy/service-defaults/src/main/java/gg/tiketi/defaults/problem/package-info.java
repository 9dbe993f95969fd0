/** RFC 9457 problem details: the one way every service says that it will not or cannot do something. */
@NullMarked
package gg.tiketi.defaults.problem;

import org.jspecify.annotations.NullMarked;
