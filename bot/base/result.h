// Errors as values. Every fallible function of the project returns Result<T>; exceptions are caught
// where a third party throws them and become an Error there.
//
// Thread safety: plain values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace frontdesk::base {

// Says what the caller should do, not what went wrong inside.
enum class ErrorCode {
  kInvalid,          // the input is wrong: tell its author
  kUnauthenticated,  // who are you?
  kForbidden,        // known, but not allowed
  kNotFound,
  kConflict,     // somebody was faster: load again and decide again
  kTooLarge,     // over a stated limit
  kRateLimited,  // try again after `retry_after`
  kUnavailable,  // try again later
  kInternal,     // a bug or a broken machine
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // one sentence for the person who reads it: what is wrong, how to mend it
  std::string where;    // file:line:col, a key, a route; empty when there is no such place
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message, std::string where = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

// "invalid", "not found", ... for logs and JSON bodies.
std::string_view ToString(ErrorCode code);

}  // namespace frontdesk::base

#define FD_CONCAT_INNER(a, b) a##b
#define FD_CONCAT(a, b) FD_CONCAT_INNER(a, b)

// TRY(auto x, Expression()); gives x its value or returns the error from the enclosing function.
#define TRY(declaration, expression) TRY_WITH(FD_CONCAT(try_result_, __LINE__), declaration, expression)
#define TRY_WITH(result, declaration, expression)                            \
  auto result = (expression);                                                \
  if (!result.has_value()) return tl::unexpected(std::move(result).error()); \
  declaration = std::move(*result)

// TRY_STATUS(Expression()); returns the error of a Status from the enclosing function.
#define TRY_STATUS(expression)                                                                                         \
  do {                                                                                                                 \
    if (auto try_status = (expression); !try_status.has_value()) return tl::unexpected(std::move(try_status).error()); \
  } while (false)
