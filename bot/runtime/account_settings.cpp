#include "bot/runtime/account_settings.h"

#include "bot/base/text.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using adapters::SettingField;
using base::Fields;
using base::Findings;
using base::YamlNode;

bool LooksSecret(std::string_view key) {
  for (const std::string_view end : {"secret", "token", "password", "key"})
    if (key.ends_with(end)) return true;
  return false;
}

void RefusePlainSecret(std::string_view key, const YamlNode& value, Findings& findings) {
  findings.Error(value.place, "'" + std::string(key) + "' holds a secret in plain text",
                 "write env:NAME or file:PATH, and change the secret: it has been in this file");
}

bool IsReference(std::string_view text) { return text.starts_with("env:") || text.starts_with("file:"); }

// `where`: env:NAME or the path of a file, as ReadSecret gives it.
std::string SecretHint(const std::string& where) {
  if (where.starts_with("env:")) return "set it where frontdesk runs, or write file:PATH";
  return "put the secret into " + where + ", readable for the user that frontdesk runs as";
}

std::string Quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

// Reads one account's keys into Settings.
class SettingsReader {
 public:
  SettingsReader(Fields& fields, const SecretSource& secrets, Findings& findings)
      : fields_(fields), secrets_(secrets), findings_(findings) {}

  void Read(const SettingField& field) {
    const YamlNode* node = fields_.Get(field.name);
    if (node == nullptr || node->IsNull()) {
      if (field.required)
        findings_.Error(fields_.place(), "the account needs " + Quoted(field.name), std::string(field.hint));
      if (!field.fallback.empty()) settings_.values[std::string(field.name)] = field.fallback;
      return;
    }
    if (field.kind == SettingField::Kind::kList) {
      ReadList(field, *node);
    } else if (!node->IsScalar() || node->scalar.empty() || node->scalar.size() > kMaxSettingBytes) {
      findings_.Error(node->place, Quoted(field.name) + " must be a short text", std::string(field.hint));
    } else if (field.kind == SettingField::Kind::kSecret) {
      ReadSecretAt(field, *node);
    } else {
      ReadValue(field, *node);
    }
  }

  adapters::Settings Take() { return std::move(settings_); }

 private:
  void ReadList(const SettingField& field, const YamlNode& node) {
    std::vector<std::string> texts = fields_.Texts(field.name);
    if (texts.size() > kMaxSettingList)
      findings_.Error(node.place, Quoted(field.name) + " has more than 1,000 entries");
    settings_.lists[std::string(field.name)] = std::move(texts);
  }

  void ReadSecretAt(const SettingField& field, const YamlNode& node) {
    if (!IsReference(node.scalar)) {
      if (!LooksSecret(field.name)) RefusePlainSecret(field.name, node, findings_);  // the others are refused already
      return;
    }
    if (secrets_.secrets == Secrets::kLeft) return;
    auto secret = base::ReadSecret(node.scalar, secrets_.directory);
    if (!secret) {
      findings_.Error(node.place, Quoted(field.name) + ": " + secret.error().message, SecretHint(secret.error().where));
    } else if (secret->empty()) {
      findings_.Error(node.place, Quoted(field.name) + " is empty", "set it before the start");
    } else {
      settings_.secrets[std::string(field.name)] = std::move(*secret);
    }
  }

  void ReadValue(const SettingField& field, const YamlNode& node) {
    std::string value = node.scalar;
    const std::string problem = ProblemOf(field, node, value);
    if (!problem.empty()) {
      findings_.Error(node.place, Quoted(field.name) + " " + problem, std::string(field.hint));
      return;
    }
    if (field.kind == SettingField::Kind::kUrl && IsOpenHttp(value)) {
      findings_.Warning(node.place, Quoted(field.name) + " is not encrypted", "use https://");
    }
    settings_.values[std::string(field.name)] = std::move(value);
  }

  // Empty when the value has the right form; puts it into its one spelling.
  static std::string ProblemOf(const SettingField& field, const YamlNode& node, std::string& value) {
    switch (field.kind) {
      case SettingField::Kind::kUrl:
        while (value.ends_with('/')) value.pop_back();
        return UrlProblem(value, true);
      case SettingField::Kind::kNumber: return base::AsInt(node) ? "" : "must be a number";
      case SettingField::Kind::kFlag: {
        const auto flag = base::AsBool(node);
        if (flag) value = *flag ? "true" : "false";
        return flag ? "" : "must be true or false";
      }
      case SettingField::Kind::kChoice: {
        const std::string all = "|" + std::string(field.choices) + "|";
        const bool known = value.find('|') == std::string::npos && all.find("|" + value + "|") != std::string::npos;
        return known ? "" : "must be one of " + std::string(field.choices);
      }
      default: return {};
    }
  }

  Fields& fields_;
  const SecretSource& secrets_;
  Findings& findings_;
  adapters::Settings settings_;
};

}  // namespace

void RefusePlainSecrets(const YamlNode& account, Findings& findings) {
  for (const YamlNode::Entry& entry : account.entries) {
    if (!LooksSecret(entry.key) || !entry.value.IsScalar() || IsReference(entry.value.scalar)) continue;
    RefusePlainSecret(entry.key, entry.value, findings);
  }
}

adapters::Settings ReadAccountSettings(Fields& fields, const YamlNode& account, const adapters::Adapter& adapter,
                                       const SecretSource& secrets, Findings& findings) {
  RefusePlainSecrets(account, findings);
  const bool had_errors = findings.HasErrors();
  SettingsReader reader(fields, secrets, findings);
  for (const SettingField& field : adapter.fields()) reader.Read(field);
  adapters::Settings settings = reader.Take();
  if (secrets.secrets == Secrets::kRead && !had_errors && !findings.HasErrors()) {
    if (const base::Status status = adapter.CheckSettings(settings); !status) {
      findings.Error(account.place, status.error().message, status.error().where);
    }
  }
  return settings;
}

}  // namespace frontdesk::runtime
