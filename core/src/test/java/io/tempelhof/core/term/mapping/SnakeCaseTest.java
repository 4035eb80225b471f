package io.tempelhof.core.term.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {
  @ParameterizedTest
  @CsvSource({
    "Deposit, deposit",
    "HTTPGet, http_get",
    "GetHTTP, get_http",
    "MoneyTransfer, money_transfer",
    "Base64Text, base64_text",
    "A, a",
    "AB, ab",
    "ABc, a_bc",
    "NOT_FOUND, not_found",
    "Half_Way, half_way",
    "lower, lower",
    "camelCase, camel_case",
    "V4Port, v4_port",
    "Äpfel, äpfel",
  })
  void namesAreWrittenAsErlangWritesThem(String name, String atom) {
    assertThat(SnakeCase.of(name)).isEqualTo(atom);
  }
}
