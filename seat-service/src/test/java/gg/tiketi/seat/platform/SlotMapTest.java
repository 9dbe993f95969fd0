package gg.tiketi.seat.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotMapTest {

    @Test
    void slotsAreCountedAsRedisDoes() {
        // The check value of CRC-16/XMODEM, and what CLUSTER KEYSLOT answers.
        assertThat(SlotMap.slot("123456789")).isEqualTo(0x31c3 % SlotMap.SLOTS);
        assertThat(SlotMap.slot("foo")).isEqualTo(12182);
        assertThat(SlotMap.slot("seat:{foo}:meta")).isEqualTo(12182);
        assertThat(SlotMap.slot("{}foo")).isNotEqualTo(SlotMap.slot(""));
    }

    @Test
    void aKeyBelongsToTheServerOfItsRange() {
        SlotMap map = SlotMap.of(List.of(new SlotMap.Range(0, 12181, "a"), new SlotMap.Range(12183, 16383, "b")));

        assertThat(map.address("seat:{bar}:meta")).as("slot 5061").contains("a");
        assertThat(map.address("foo")).as("slot 12182, which nobody has").isEmpty();
        assertThat(map.addresses()).containsExactly("a", "b");
        assertThat(SlotMap.single("one").address("foo")).contains("one");
    }
}
