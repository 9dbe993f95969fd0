/** What was done to accounts, by whom and when: written once, read by administrators, forgotten after a set time. */
@NullMarked
package gg.tiketi.auth.audit;

import org.jspecify.annotations.NullMarked;
