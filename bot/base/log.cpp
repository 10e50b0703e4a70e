#include "bot/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <memory>

#include "bot/base/json.h"

namespace frontdesk::base {

namespace {

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>("frontdesk", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum Level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string ValueText(const LogField& field) {
  struct Writer {
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const { return std::isfinite(v) ? std::to_string(v) : "null"; }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(const std::string& v) const { return JsonQuote(v); }
  };
  return std::visit(Writer{}, field.value);
}

}  // namespace

void SetLogLevel(LogLevel least) { Logger().set_level(Level(least)); }

void Log(LogLevel level, LogName event, std::initializer_list<LogField> fields) {
  if (!Logger().should_log(Level(level))) return;
  std::string line = "\"event\":" + JsonQuote(event.view());
  for (const LogField& field : fields) line += "," + JsonQuote(field.key.view()) + ":" + ValueText(field);
  Logger().log(Level(level), "{}", line);
}

}  // namespace frontdesk::base
