namespace MoECollab.Training.Calibration;

/// <summary>The temperature that makes stated probabilities match how often they are right (Guo et al. 2017, section 4.2): one number, accuracy unchanged.</summary>
internal static class TemperatureFit
{
    private const double Smallest = 0.05;
    private const double Largest = 20;
    private const double Tolerance = 1e-4;
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Minimises a loss over temperatures from 0.05 to 20 by golden section on its logarithm; the loss has one minimum there.</summary>
    /// <param name="loss">The validation loss at a temperature, in nats.</param>
    /// <returns>The temperature; 1 where none is better than that.</returns>
    public static double Minimise(Func<double, double> loss)
    {
        double low = Math.Log(Smallest), high = Math.Log(Largest);
        var left = high - (Golden * (high - low));
        var right = low + (Golden * (high - low));
        double lossLeft = loss(Math.Exp(left)), lossRight = loss(Math.Exp(right));
        while (high - low > Tolerance)
        {
            if (lossLeft <= lossRight)
            {
                (high, right, lossRight) = (right, left, lossLeft);
                left = high - (Golden * (high - low));
                lossLeft = loss(Math.Exp(left));
            }
            else
            {
                (low, left, lossLeft) = (left, right, lossRight);
                right = low + (Golden * (high - low));
                lossRight = loss(Math.Exp(right));
            }
        }

        var temperature = Math.Exp((low + high) / 2);
        return loss(temperature) < loss(1) ? temperature : 1;
    }
}
