// Logs: one JSON object a line on standard error, an event name that is a constant, and typed fields. There is no field
// type for user text or secrets, so they cannot get in.
//
// Thread safety: Log() may be called from any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "bot/base/result.h"

namespace frontdesk::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// A name that was written in the source, never computed.
class LogName {
 public:
  template <std::size_t N>
  consteval LogName(const char (&name)[N]) : name_(name, N - 1) {}  // NOLINT: meant to convert
  std::string_view view() const { return name_; }

 private:
  std::string_view name_;
};

struct LogField {
  LogName key;
  std::variant<std::int64_t, double, bool, std::string> value;
  template <std::integral T>
  LogField(LogName k, T v) : key(k), value(std::in_place_type<std::int64_t>, static_cast<std::int64_t>(v)) {}
  LogField(LogName k, bool v) : key(k), value(v) {}
  LogField(LogName k, double v) : key(k), value(v) {}
  // Ids, names from config, error messages of our own; never what a user typed.
  LogField(LogName k, std::string v) : key(k), value(std::move(v)) {}
  LogField(LogName k, const char* v) : key(k), value(std::string(v)) {}
};

void SetLogLevel(LogLevel least);
void Log(LogLevel level, LogName event, std::initializer_list<LogField> fields = {});

}  // namespace frontdesk::base
