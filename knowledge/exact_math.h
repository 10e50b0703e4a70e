// exp, log and random numbers that give the same bits on every machine and at every level of optimisation: the C
// library picks other code on other processors, and training magnifies the last bit.
//
// Thread safety: pure functions and plain values.
#pragma once

#include <bit>
#include <cstdint>

namespace frontdesk::knowledge {

// e^x; the error is below 2e-7 of the value. Beyond -80 and 80 it stays what it is there.
inline float Exp(float x) {
  constexpr float kLog2E = 1.44269504F, kLn2High = 0.693145752F, kLn2Low = 1.42860677e-6F;
  x = x < -80.0F ? -80.0F : x;
  x = x > 80.0F ? 80.0F : x;
  const auto whole = static_cast<std::int32_t>(x * kLog2E + (x < 0 ? -0.5F : 0.5F));
  const auto turns = static_cast<float>(whole);
  const float rest = (x - turns * kLn2High) - turns * kLn2Low;
  float sum = 1.0F / 720;
  sum = sum * rest + 1.0F / 120;
  sum = sum * rest + 1.0F / 24;
  sum = sum * rest + 1.0F / 6;
  sum = sum * rest + 0.5F;
  sum = sum * rest + 1.0F;
  sum = sum * rest + 1.0F;
  return sum * std::bit_cast<float>((whole + 127) << 23);
}

// The natural logarithm of a positive normal number; the error is below 1e-12.
inline double Log(double x) {
  constexpr double kLn2 = 0.69314718055994530942, kSqrt2 = 1.41421356237309504880;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<int>(bits >> 52) - 1023;
  auto mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFull) | 0x3FF0000000000000ull);
  if (mantissa > kSqrt2) {
    mantissa /= 2;
    ++exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1), square = s * s;
  double sum = 0;
  for (int k = 17; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return 2 * s * sum + exponent * kLn2;
}

inline double Logistic(double z) { return 1 / (1 + static_cast<double>(Exp(static_cast<float>(-z)))); }

// Number `step` of the sequence that `seed` names (SplitMix64).
constexpr std::uint64_t Scramble(std::uint64_t seed, std::uint64_t step) {
  std::uint64_t z = seed + (step + 1) * 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

}  // namespace frontdesk::knowledge
