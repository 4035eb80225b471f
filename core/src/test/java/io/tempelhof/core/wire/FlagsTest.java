package io.tempelhof.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlagsTest {
  private static final long OTP_25_MANDATORY = 0x0000_0000_0107_0F94L;
  private static final long OTP_26_MANDATORY = 0x0000_0004_0307_0F94L;
  private static final Flags OTP_25_VISIBLE = new Flags(0xD_07DF_7FBDL);

  @Test
  void demandsWhatOtp26Demands() {
    assertThat(Flags.MANDATORY).isEqualTo(new Flags(OTP_26_MANDATORY));
  }

  @Test
  void offersHeadersAndFragmentsAndStaysHidden() {
    assertThat(Flags.OFFERED).isEqualTo(new Flags(0xD_07DF_3FBCL));
    assertThat(Flags.OFFERED.has(Flag.PUBLISHED)).isFalse();
    assertThat(Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS))
        .isEqualTo(new Flags(0xD_075F_1FBCL));
  }

  @Test
  void readsTheDigestAsAllThatIsMandatorySinceOtp25() {
    assertThat(Flags.of(Flag.MANDATORY_25_DIGEST).expanded().bits())
        .isEqualTo(OTP_25_MANDATORY | 1 << 26);
    assertThat(Flags.of(Flag.MANDATORY_25_DIGEST, Flag.UNLINK_ID, Flag.V4_NC).missingMandatory())
        .isEmpty();
    assertThat(new Flags(1L << 36).missingMandatory()).contains(Flag.BIG_CREATION);
  }

  @Test
  void namesEachMandatoryCapabilityThatIsMissing() {
    assertThat(new Flags(OTP_26_MANDATORY & ~(1L << 17)).missingMandatory())
        .containsExactly(Flag.MAP_TAG);
    assertThat(new Flags(OTP_25_MANDATORY).missingMandatory())
        .containsExactly(Flag.UNLINK_ID, Flag.V4_NC);
    assertThat(new Flags(0).missingMandatory()).hasSize(13);
    assertThat(OTP_25_VISIBLE.missingMandatory()).isEmpty();
  }

  @Test
  void hasInCommonWithAGenuineNodeExactlyWhatWeOffer() {
    assertThat(Flags.OFFERED.and(OTP_25_VISIBLE)).isEqualTo(Flags.OFFERED);
    Flags jinterface = new Flags(OTP_26_MANDATORY | 1L << 26);
    assertThat(Flags.OFFERED.and(jinterface)).isEqualTo(jinterface);
    assertThat(Flags.OFFERED.and(jinterface).has(Flag.DIST_MONITOR)).isFalse();
  }
}
