/** What clients were told, held against what the database knows: the safety rules S1 to S9 as checks that can fail. */
@NullMarked
package gg.tiketi.system.history;

import org.jspecify.annotations.NullMarked;
