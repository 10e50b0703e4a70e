#include "bot/runtime/config_reader.h"

#include <algorithm>
#include <filesystem>

#include "bot/base/text.h"
#include "bot/net/client_address.h"
#include "bot/net/ip_address.h"
#include "bot/runtime/config_channels.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::Millis;
using base::Place;
using base::YamlNode;

constexpr std::size_t kMaxLocales = 20;
constexpr std::size_t kMaxProductBytes = 60;
constexpr std::size_t kMaxWordBytes = 60;
constexpr std::size_t kMaxTrustedProxies = 100;

struct DurationBounds {
  Millis least, most;
  std::string_view said;
};
constexpr DurationBounds kBurstBounds{Millis{0}, Millis{10'000}, "from 0 to 10s, such as 1500ms"};
constexpr DurationBounds kReminderBounds{std::chrono::minutes(1), std::chrono::hours(7 * 24), "from 1m to 7d"};

bool IsLocale(std::string_view text) {
  const auto letters = [](std::string_view part, std::size_t least, std::size_t most) {
    return part.size() >= least && part.size() <= most && std::all_of(part.begin(), part.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
  };
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return letters(text, 2, 3);
  return letters(text.substr(0, dash), 2, 3) && letters(text.substr(dash + 1), 2, 4);
}

// A list of texts with the place of each; a single text stands for a list of one.
std::vector<Reference> ReadReferences(Fields& fields, std::string_view key, Findings& findings) {
  std::vector<Reference> references;
  const YamlNode* value = fields.Get(key);
  if (!value || value->IsNull()) return references;
  if (value->IsScalar()) return {{value->scalar, value->place}};
  if (value->IsMap()) {
    findings.Error(value->place, "'" + std::string(key) + "' must be a list of texts, but this is a mapping",
                   "write " + std::string(key) + ": [a, b]");
  }
  for (const YamlNode& item : value->items) {
    if (item.IsScalar()) {
      references.push_back({item.scalar, item.place});
    } else {
      findings.Error(item.place, "each entry of '" + std::string(key) + "' must be text, but this is " +
                                     std::string(KindName(item)));
    }
  }
  return references;
}

// Whether none of them stands twice; reports those that do.
void RefuseRepeats(const std::vector<Reference>& references, std::string_view key, Findings& findings) {
  for (std::size_t i = 0; i < references.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (references[i].id == references[j].id) {
        findings.Error(references[i].place, "'" + references[i].id + "' stands twice in '" + std::string(key) + "'",
                       "remove one");
        break;
      }
}

void ReadFormat(Fields& fields, Findings& findings) {
  const YamlNode* format = fields.Require("frontdesk");
  if (!format || base::AsInt(*format) == 1) return;
  findings.Error(format->place, "this version reads format 1 only", "write frontdesk: 1");
}

std::vector<std::string> ReadLocales(Fields& fields, Findings& findings) {
  const std::vector<Reference> read = ReadReferences(fields, "locales", findings);
  if (fields.Has("locales") && read.empty())
    findings.Error(fields.PlaceOf("locales"), "'locales' is empty", "name one at least: locales: [en]");
  if (read.size() > kMaxLocales) findings.Error(read.back().place, "more than 20 locales", "keep the ones you serve");
  RefuseRepeats(read, "locales", findings);
  std::vector<std::string> locales;
  for (const Reference& locale : read) {
    if (!IsLocale(locale.id)) {
      findings.Error(locale.place, "'" + locale.id + "' is not a locale", "write en, zh, pt-BR ...");
    } else if (!locale.id.starts_with("en") && !locale.id.starts_with("zh")) {
      findings.Warning(locale.place, "the bot's own sentences exist in en and zh; '" + locale.id + "' will see English",
                       "articles, flows and the greeting can still be in '" + locale.id + "'");
    }
    locales.push_back(locale.id);
  }
  if (locales.empty()) locales = Config{}.locales;
  return locales;
}

// Behind TLS, a named proxy, or on this machine only: else passwords and questions travel in the open.
void WarnOfOpenPort(const Config& config, const Place& place, Findings& findings) {
  const auto listen = ParseListen(config.listen);
  if (!listen) return;
  const auto address = net::ParseIp(listen->host);
  const bool local = listen->host == "localhost" ||
                     (address && (address->ToString().starts_with("127.") || address->ToString() == "::1"));
  if (local || !config.tls.certificate.empty() || !config.limits.trusted_proxies.empty()) return;
  findings.Warning(place, "'" + config.listen + "' can be reached from other machines without encryption",
                   "add tls: {certificate, key}, or listen on 127.0.0.1 behind a proxy and name it in "
                   "limits: trusted_proxies");
}

std::string ReadListen(Fields& fields, Findings& findings) {
  const std::string listen = fields.Text("listen", Config{}.listen);
  if (auto parsed = ParseListen(listen); !parsed) {
    std::string message = parsed.error().message;
    findings.Error(fields.PlaceOf("listen"), message.substr(0, message.find("; ")),
                   message.substr(message.find("; ") + 2));
  }
  return listen;
}

std::string ReadPublicUrl(Fields& fields, Findings& findings) {
  std::string url = fields.Text("public_url");
  if (url.empty()) return url;
  if (const std::string problem = UrlProblem(url, true); !problem.empty()) {
    findings.Error(fields.PlaceOf("public_url"), "'public_url' " + problem, "write https://help.example.com");
  } else if (IsOpenHttp(url)) {
    findings.Warning(fields.PlaceOf("public_url"), "'public_url' is http://: links to it are not encrypted",
                     "use https://");
  }
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string AbsolutePath(const std::string& directory, const std::string& path) {
  std::error_code ignored;
  const auto joined = std::filesystem::path(directory) / path;  // an absolute `path` stays as it is
  const auto absolute = std::filesystem::absolute(joined, ignored);
  std::string text = (ignored ? joined : absolute).lexically_normal().string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

std::string ReadDataDirectory(Fields& fields, const std::string& directory, Findings& findings) {
  const std::string data = fields.Text("data", Config{}.data);
  if (data.empty() || data.find('\0') != std::string::npos) {
    findings.Error(fields.PlaceOf("data"), "'data' is no directory", "write data: ./data");
    return AbsolutePath(directory, Config{}.data);
  }
  return AbsolutePath(directory, data);
}

std::string ReadProduct(Fields& fields, Findings& findings) {
  const std::string product = fields.Text("product", Config{}.product);
  if (base::Trim(product).empty() || product.size() > kMaxProductBytes || product.find('\n') != std::string::npos) {
    findings.Error(fields.PlaceOf("product"), "'product' must be a short name of one line",
                   "write what customers call it, in at most 60 bytes");
  }
  return product;
}

std::string ReadZone(Fields& fields, Findings& findings) {
  const std::string zone = fields.Text("zone", Config{}.zone);
  return CheckZone(fields, zone, findings) ? zone : Config{}.zone;
}

Millis ReadDuration(Fields& fields, std::string_view key, Millis fallback, const DurationBounds& bounds,
                    Findings& findings) {
  const std::string text = fields.Text(key);
  if (text.empty()) return fallback;
  const auto duration = ParseWait(text);
  if (duration && *duration >= bounds.least && *duration <= bounds.most) return *duration;
  findings.Error(fields.PlaceOf(key), "'" + std::string(key) + "' must be a duration " + std::string(bounds.said));
  return fallback;
}

std::vector<std::string> ReadHosts(Fields& fields, std::string_view key, Findings& findings) {
  std::vector<std::string> hosts;
  for (const Reference& host : ReadReferences(fields, key, findings)) {
    if (!UrlProblem("https://" + host.id, false).empty()) {
      findings.Error(host.place, "'" + host.id + "' is no host name", "write hooks.example.internal or 10.0.0.7:8443");
    }
    hosts.push_back(base::AsciiLower(host.id));
  }
  return hosts;
}

Limits ReadLimits(Fields& top, Findings& findings) {
  Limits limits;
  const YamlNode* node = top.Get("limits");
  if (!node || node->IsNull()) return limits;
  Fields fields(*node, "'limits'", findings);
  limits.connections_per_address = static_cast<int>(
      fields.Int("connections_per_address", limits.connections_per_address, 1, kMaxConnectionsPerAddress));
  limits.events_per_address =
      static_cast<int>(fields.Int("events_per_address", limits.events_per_address, 1, kMaxEventsPerAddress));
  const std::vector<Reference> proxies = ReadReferences(fields, "trusted_proxies", findings);
  if (proxies.size() > kMaxTrustedProxies) {
    findings.Error(proxies.back().place, "more than 100 trusted proxies", "name their network instead: 10.0.0.0/8");
  }
  for (const Reference& proxy : proxies) {
    if (!net::TrustedProxies::Parse({proxy.id})) {
      findings.Error(proxy.place, "'" + proxy.id + "' is neither an address nor a network",
                     "write 192.0.2.7, 10.0.0.0/8 or fd00::/8");
    }
    limits.trusted_proxies.push_back(proxy.id);
  }
  limits.allow_hosts = ReadHosts(fields, "allow_hosts", findings);
  limits.lookup_hosts = ReadHosts(fields, "lookup_hosts", findings);
  limits.files = ReadFileLimits(fields, findings);
  limits.sensitive_days = static_cast<int>(fields.Int("sensitive_days", limits.sensitive_days, 0, kMaxSensitiveDays));
  limits.keep = ReadKeep(fields, findings);
  limits.brakes = ReadBrakes(fields, findings);
  fields.Finish();
  return limits;
}

TlsFiles ReadTls(Fields& top, const std::string& directory, Findings& findings) {
  TlsFiles tls;
  const YamlNode* node = top.Get("tls");
  if (!node || node->IsNull()) return tls;
  Fields fields(*node, "'tls'", findings);
  const std::string certificate = fields.RequiredText("certificate");
  const std::string key = fields.RequiredText("key");
  if (!key.empty() && !(key.starts_with("file:") && key.size() > 5)) {
    findings.Error(fields.PlaceOf("key"), "'key' must be a reference to a file",
                   "write key: file:PATH; the file is read again when it changes");
  } else if (!key.empty() && !certificate.empty()) {
    const std::string plain = certificate.starts_with("file:") ? certificate.substr(5) : certificate;
    tls = {AbsolutePath(directory, plain), AbsolutePath(directory, key.substr(5))};
  }
  fields.Finish();
  return tls;
}

std::vector<Reference> ReadTopQuestions(Fields& fields, Findings& findings) {
  std::vector<Reference> questions = ReadReferences(fields, "top_questions", findings);
  RefuseRepeats(questions, "top_questions", findings);
  if (questions.size() > kMaxTopQuestions) {
    findings.Error(questions[kMaxTopQuestions].place, "more than six top questions", "keep the three asked most");
  }
  return questions;
}

// words: {en: {cancel: [stop it]}}: from then on these and no others, in that language.
flows::GlobalWords ReadWords(Fields& top, const std::vector<std::string>& locales, Findings& findings) {
  flows::GlobalWords words;
  const YamlNode* node = top.Get("words");
  if (!node || node->IsNull()) return words;
  Fields languages(*node, "'words'", findings);
  for (const std::string& locale : locales) {
    const YamlNode* kinds = languages.Get(locale);
    if (!kinds) continue;
    Fields fields(*kinds, "the words of '" + locale + "'", findings);
    for (const std::string_view name : flows::kGlobalWordNames) {
      if (!fields.Get(name)) continue;
      const std::vector<std::string> given = fields.Texts(name);
      for (const std::string& word : given) {
        if (base::FoldForMatch(word).empty() || word.size() > kMaxWordBytes)
          findings.Error(fields.PlaceOf(name), "'" + word + "' cannot be such a word", "use one to a few short words");
      }
      if (name == "person" && given.empty())
        findings.Error(fields.PlaceOf(name), "there must be a word for a person", "add one");
      words.Replace(*flows::GlobalWordKindFrom(name), locale, given);
    }
    fields.Finish();
  }
  languages.Finish();
  return words;
}

Config ReadTop(Fields& fields, const SecretSource& secrets, Findings& findings) {
  Config config;
  ReadFormat(fields, findings);
  config.listen = ReadListen(fields, findings);
  config.public_url = ReadPublicUrl(fields, findings);
  config.data = ReadDataDirectory(fields, secrets.directory, findings);
  config.product = ReadProduct(fields, findings);
  config.zone = ReadZone(fields, findings);
  config.locales = ReadLocales(fields, findings);
  config.greeting = ReadGreeting(fields, config.locales, findings);
  config.top_questions = ReadTopQuestions(fields, findings);
  config.burst = ReadDuration(fields, "burst", config.burst, kBurstBounds, findings);
  config.flow_reminder = ReadDuration(fields, "flow_reminder", config.flow_reminder, kReminderBounds, findings);
  config.limits = ReadLimits(fields, findings);
  config.tls = ReadTls(fields, secrets.directory, findings);
  config.accounts = ReadAccounts(fields, config.locales, secrets, findings);
  config.desk = ReadDesk(fields, config.accounts, config.locales, findings);
  ReadAgentNames(fields, config.accounts, config.desk.channels, findings);
  config.attributes = ReadAttributeNames(fields, findings);
  config.words = ReadWords(fields, config.locales, findings);
  fields.Finish();
  WarnOfOpenPort(config, fields.PlaceOf("listen"), findings);
  return config;
}

}  // namespace

std::optional<Config> ReadConfig(const base::SourceFile& file, const std::string& directory, Findings& findings,
                                 Secrets secrets) {
  const auto root = base::ParseYaml(file.path, file.text, findings);
  if (!root) return std::nullopt;
  if (root->IsNull()) {
    findings.Error({file.path, 1, 1}, "the file is empty", "'frontdesk init DIR' writes one that explains itself");
    return std::nullopt;
  }
  Fields fields(*root, "frontdesk.yaml", findings);
  if (!root->IsMap()) return std::nullopt;
  return ReadTop(fields, {directory, secrets}, findings);
}

bool CheckZone(const Fields& fields, const std::string& zone, Findings& findings) {
  if (desk::IsZone(zone)) return true;
  findings.Error(fields.PlaceOf("zone"), "'" + zone + "' is not a time zone",
                 "write UTC, Europe/Berlin, Asia/Shanghai ...");
  return false;
}

bool CheckName(const YamlNode::Entry& entry, std::string_view what, Findings& findings) {
  const bool fits = !entry.key.empty() && entry.key.size() <= kMaxNameBytes && entry.key.front() != '-' &&
                    std::all_of(entry.key.begin(), entry.key.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (!fits) {
    findings.Error(entry.key_place, "'" + entry.key + "' cannot be the name of " + std::string(what),
                   "use at most 40 lower-case letters, digits and '-'");
  }
  return fits;
}

std::map<std::string, std::string> ReadGreeting(Fields& fields, const std::vector<std::string>& locales,
                                                Findings& findings) {
  std::map<std::string, std::string> greeting;
  const YamlNode* node = fields.Get("greeting");
  if (!node || node->IsNull()) return greeting;
  if (node->IsScalar()) {
    greeting[locales.front()] = node->scalar;
  } else {
    Fields texts(*node, "'greeting'", findings);
    for (const std::string& locale : locales)
      if (texts.Has(locale)) {
        greeting[locale] = texts.RequiredText(locale);
      } else {
        texts.Get(locale);
      }
    texts.Finish();
  }
  for (const auto& [locale, text] : greeting)
    if (text.size() > kMaxGreetingBytes)
      findings.Error(node->place, "a greeting longer than 2,000 bytes", "shorten it");
  for (const std::string& locale : locales)
    if (!greeting.empty() && !greeting.contains(locale)) {
      findings.Warning(node->place, "the greeting has no text for '" + locale + "'",
                       "add one; until then the built-in greeting stands in");
    }
  return greeting;
}

std::string UrlProblem(std::string_view url, bool path_allowed) {
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  if (scheme == 0) return "must begin with https:// or http://";
  const std::string_view rest = url.substr(scheme);
  const std::string_view host = rest.substr(0, rest.find('/'));
  if (host.empty() || host.find_first_of(" \t\"'<>\\@?#*,;") != std::string_view::npos)
    return "has no proper host name";
  if (!ParseListen(std::string(host) + (host.find(':') == std::string_view::npos || host.ends_with(']') ? ":1" : ""))) {
    return "has no proper host name and port";
  }
  const std::string_view path = rest.substr(host.size());
  if (path.find_first_of(" \t\"'<>\\?#") != std::string_view::npos) return "must end before '?' and '#'";
  if (!path_allowed && !path.empty()) return "must not have a path";
  return {};
}

bool IsOpenHttp(std::string_view url) {
  if (!url.starts_with("http://")) return false;
  const std::string_view host = url.substr(7);
  return !host.starts_with("localhost") && !host.starts_with("127.") && !host.starts_with("[::1]");
}

}  // namespace frontdesk::runtime
