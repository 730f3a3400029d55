import java.io.FileInputStream;
import java.util.List;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Validates PDF files as PDF/A-3a and PDF/UA-1. Prints one line for each file and standard. */
class CheckPdf {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (var file : files) {
      for (var flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
        var found = new TreeSet<String>();
        try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
          var result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
          for (var assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) continue;
            found.add(assertion.getRuleId().getClause() + " " + assertion.getMessage().replaceAll("\\s+", " "));
          }
          if (!result.isCompliant() && found.isEmpty()) found.add("not compliant");
        }
        System.out.println(String.join("\t", file, flavour.getId(), String.join(" | ", found)));
      }
    }
  }
}
