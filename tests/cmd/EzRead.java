// EzRead.java: prints what ez-vcard reads in the vCards of standard input: for
// each card a line VERSION, UID, FN, then "ORG x", "TEL x", "EMAIL x", in their
// order, all set apart by tabs.  Anything it warns of ends it.
import ezvcard.VCard;
import ezvcard.ValidationWarning;
import ezvcard.io.text.VCardReader;
import ezvcard.property.Email;
import ezvcard.property.Telephone;
import ezvcard.property.VCardProperty;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

public class EzRead {
	public static void main(String[] none) throws Exception {
		PrintStream out = new PrintStream(System.out, true, "UTF-8");
		VCardReader in = new VCardReader(System.in);
		VCard card;
		while ((card = in.readNext()) != null) {
			if (!in.getWarnings().isEmpty())
				throw new Exception(in.getWarnings().toString());
			for (Map.Entry<VCardProperty, List<ValidationWarning>> w : card.validate(card.getVersion()))
				for (ValidationWarning v : w.getValue())
					// 9: TYPE=work of an EMAIL, which every address book writes in 3.0
					if (v.getCode() == null || v.getCode() != 9 || !(w.getKey() instanceof Email))
						throw new Exception(w.getKey() + " " + v);
			StringBuilder line = new StringBuilder(card.getVersion().getVersion());
			line.append('\t').append(card.getUid().getValue());
			line.append('\t').append(card.getFormattedName().getValue());
			if (card.getOrganization() != null)
				for (String o : card.getOrganization().getValues())
					line.append("\tORG ").append(o);
			for (Telephone t : card.getTelephoneNumbers())
				line.append("\tTEL ").append(t.getUri() == null ? t.getText() : t.getUri().toString());
			for (Email e : card.getEmails())
				line.append("\tEMAIL ").append(e.getValue());
			out.println(line);
		}
	}
}
