import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JRPrintElement;
import net.sf.jasperreports.engine.JRPrintText;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperPrintManager;
import net.sf.jasperreports.engine.JasperReport;

/**
 * A report filled by a query, drawn into PNG files beside one another. Arguments: user, password,
 * URLs; the property {@code pictures} says how the files' names begin.
 */
public final class ModelReport {
  private ModelReport() {}

  public static void main(String[] arguments) throws IOException, JRException, SQLException {
    JasperReport report;
    try (InputStream source = ModelReport.class.getResourceAsStream("models.jrxml")) {
      report = JasperCompileManager.compileReport(source);
    }
    for (int i = 2; i < arguments.length; i++) {
      Map<String, Object> parameters = new HashMap<>(Map.of("catalog", "prod"));
      try (Connection connection =
          DriverManager.getConnection(arguments[i], arguments[0], arguments[1])) {
        JasperPrint print = JasperFillManager.fillReport(report, parameters, connection);
        for (JRPrintElement element : print.getPages().get(0).getElements()) {
          if (element instanceof JRPrintText text && !text.getFullText().isBlank()) {
            System.out.println(text.getFullText());
          }
        }
        BufferedImage picture = (BufferedImage) JasperPrintManager.printPageToImage(print, 0, 2f);
        File file = new File(System.getProperty("pictures") + (i - 1) + ".png");
        ImageIO.write(picture, "png", file);
        System.out.println(
            "pages "
                + print.getPages().size()
                + ", "
                + picture.getWidth()
                + " x "
                + picture.getHeight()
                + ", ink "
                + (ink(picture) > 2_000));
      }
    }
  }

  private static long ink(BufferedImage picture) {
    long dark = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        dark += (picture.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
      }
    }
    return dark;
  }
}
