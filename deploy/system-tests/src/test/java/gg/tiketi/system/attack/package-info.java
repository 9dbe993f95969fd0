/** Whoever means harm: forged tokens, other people's things, rubbish, slow and unclear requests, and listeners. */
@NullMarked
package gg.tiketi.system.attack;

import org.jspecify.annotations.NullMarked;
