/* example: what people type; shown before anything else is explained. */
#include <string.h>

#include "opt.h"

enum { MOST = 5 };

static const struct {
	const char *verb;
	const char *line[MOST]; /* NULL ends them */
} examples[] = {
	{ "attach", { "satchel attach un-41.satchel officer-b.minisig "
		      "officer-c.sig" } },
	{ "book", { "satchel book --html > directory.html" } },
	{ "build", { "satchel build contacts --roots un.roots -o un-1.satchel",
		       "satchel build contacts --roots un.roots --previous "
		       "un-1.satchel -o un-2.satchel" } },
	{ "card", { "satchel card XTR/tech-1 --qr" } },
	{ "check", { "satchel check contacts" } },
	{ "compare", { "satchel compare ours.satchel STATEMENT-of-theirs",
			 "satchel compare theirs.satchel" } },
	{ "diff", { "satchel diff", "satchel diff un-41.satchel",
		      "satchel diff un-40.satchel un-41.satchel XTR" } },
	{ "export", { "satchel export --vcard > directory.vcf",
			"satchel export --csv role:technical lang:ar" } },
	{ "find",
	    { "satchel find tarsenia cert",
		"satchel find amara role:diplomatic lang:fr",
		"satchel find 'dev*'", "satchel find phone:+999-1-555-0142" } },
	{ "info", { "satchel info", "satchel info un-41.satchel" } },
	{ "install",
	    { "satchel install un-41.satchel",
		"satchel install un-41.satchel --expect-at-least 1.40" } },
	{ "key export",
	    { "satchel key export officer-a.key --openssh | ssh-add -",
		"satchel key export officer-a.pub --public --pem" } },
	{ "keygen", { "satchel keygen un.example/officer-a -o keys" } },
	{ "list", { "satchel list" } },
	{ "log", { "satchel log" } },
	{ "mine", { "satchel mine XTR parties/XTR.yaml" } },
	{ "now",
	    { "satchel now", "satchel now xtr --lang fr,en",
		"satchel now --role technical --at 2026-12-24T18:00:00Z" } },
	{ "pin", { "satchel pin un.roots --fingerprint "
		   "\"1f0c 77ab ... 9d4e\"" } },
	{ "prove", { "satchel prove XTR/dip-1 -o amara.proof" } },
	{ "receipt", { "satchel receipt -k xtr.key -o xtr.receipt",
			 "satchel receipt -k xtr.key --add un-41.satchel" } },
	{ "root new",
	    { "satchel root new un.roots --directory un.example/contacts "
	      "--root-key a.pub --root-key b.pub --root-key c.pub "
	      "--root-threshold 2 --release-key d.pub --release-key e.pub "
	      "--release-key f.pub --release-threshold 2" } },
	{ "root next",
	    { "satchel root next un.roots --drop-root-key un.example/root-a "
	      "--add-root-key d.pub",
		"satchel root next un.roots --minimum-release 41",
		"satchel root next un.roots --new-epoch" } },
	{ "root show", { "satchel root show un.roots" } },
	{ "root sign", { "satchel root sign un.roots -k root-a.key" } },
	{ "show", { "satchel show xtr", "satchel show XTR/dip-1 XTR/tech-1" } },
	{ "sign", { "satchel sign un-41.satchel -k officer-a.key",
		      "satchel sign un-41.satchel --agent --detached a.sig" } },
	{ "status", { "satchel status" } },
	{ "verify",
	    { "satchel verify un-41.satchel", "satchel verify --quick",
		"satchel verify un-41.satchel --root un.roots --fingerprint "
		"\"1f0c ...\"" } },
	{ "who",
	    { "satchel who '+999 1 555 0911'",
		"satchel who duty@cert.gov.example",
		"satchel who 'd7a1 738b 44e2 15e4 ba77 577c 9e61 7f6f 4c7e "
		"bb5b'" } },
};

const char *const *
examples_of(const char *command)
{
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		size_t n = strlen(examples[i].verb);

		if (strncmp(command, examples[i].verb, n) == 0 &&
		    (command[n] == '\0' || command[n] == ' '))
			return examples[i].line;
	}
	return NULL;
}
